package dev.gyre.bench.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends each text back as it is, but for {@code push SIZE MILLIS}, upon which it sends events for so long: each encoded by
 * itself, sent by itself, as fast as the page takes them; then {@code pushed COUNT}.
 */
// A write that fails closes the channel, upon which the page fails.
@SuppressWarnings("FutureReturnValueIgnored")
final class BareHandler extends SimpleChannelInboundHandler<TextWebSocketFrame> {

    private static final String PUSH = "push ";
    private static final int EVENT = 10;

    private final ObjectMapper mapper = new ObjectMapper();
    private @Nullable String payload;
    private long until;
    private long pushed;

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame)
            throws JsonProcessingException {
        String text = frame.text();
        if (text.startsWith(PUSH)) {
            String[] words = text.split(" ", -1);
            payload = "x".repeat(Integer.parseInt(words[1]));
            until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[2]));
            pushed = 0;
            push(context);
        } else {
            context.writeAndFlush(frame.retain());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws JsonProcessingException {
        push(context);
    }

    private void push(ChannelHandlerContext context) throws JsonProcessingException {
        while (payload != null && context.channel().isWritable()) {
            if (System.nanoTime() - until < 0) {
                byte[] event = mapper.writeValueAsBytes(List.of(EVENT, PageRun.EVENT, payload));
                pushed++;
                context.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(event)));
            } else {
                payload = null;
                context.writeAndFlush(new TextWebSocketFrame("pushed " + pushed));
            }
        }
    }
}
