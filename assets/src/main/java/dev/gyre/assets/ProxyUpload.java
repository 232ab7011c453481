package dev.gyre.assets;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/** The body of a request on its way to the dev server: the next piece is asked for when the last is in the socket's hands. */
@SuppressWarnings("FutureReturnValueIgnored") // how closings end is heard through the channel
final class ProxyUpload implements CoreSubscriber<ByteBuf> {

    private final Channel channel;
    private Subscription subscription = Operators.emptySubscription();
    private boolean isSent;

    ProxyUpload(Channel channel) {
        this.channel = channel;
    }

    boolean isSent() {
        return isSent;
    }

    @Override
    public void onSubscribe(Subscription next) {
        subscription = next;
        next.request(1);
    }

    @Override
    public void onNext(ByteBuf bytes) {
        channel.writeAndFlush(new DefaultHttpContent(bytes)).addListener(done -> {
            if (done.isSuccess()) {
                subscription.request(1);
            } else {
                subscription.cancel();
            }
        });
    }

    @Override
    public void onError(Throwable cause) {
        channel.close();
    }

    @Override
    public void onComplete() {
        isSent = true;
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }
}
