package dev.gyre.assets;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/**
 * Stands at the listening socket: when no connection can be accepted, most often for want of descriptors, accepting rests
 * for a while. What waits would otherwise be tried again without end, with nothing gained. Clients wait meanwhile.
 */
// Only the end of the loop keeps the task from running, and then there is nothing to accept.
@SuppressWarnings("FutureReturnValueIgnored")
final class AcceptPause extends ChannelInboundHandlerAdapter {

    private static final long PAUSE_SECONDS = 1;

    private final Refusals refusals;

    AcceptPause(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        refusals.record(Refusal.NOT_ACCEPTED);
        ctx.channel().config().setAutoRead(false);
        ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), PAUSE_SECONDS, TimeUnit.SECONDS);
    }
}
