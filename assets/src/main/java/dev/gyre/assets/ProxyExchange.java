package dev.gyre.assets;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/**
 * One request on its way to the dev server. A kept connection may have died while it was idle: a request that may be sent
 * twice and has no body to lose is then sent once more, on a new one. Confined to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // how writes end is heard through the channel
final class ProxyExchange implements ProxyResponse.Listener {

    private final DevProxy proxy;
    private final StreamSource.StreamCall call;
    private final MonoSink<Streamed> sink;
    private final EventLoop loop;
    private final boolean mayBeRepeated;
    private @Nullable Channel channel;
    private @Nullable ProxyUpload upload;
    private boolean isKept;
    private boolean isCancelled;

    ProxyExchange(DevProxy proxy, StreamSource.StreamCall call, MonoSink<Streamed> sink) {
        this.proxy = proxy;
        this.call = call;
        this.sink = sink;
        this.loop = call.channel().eventLoop();
        String method = call.asked().method();
        this.mayBeRepeated = call.upload().isOver() && (method.equals("GET") || method.equals("HEAD"));
    }

    void begin() {
        sink.onCancel(this::cancel);
        Channel kept = mayBeRepeated ? proxy.connections().takeIdle(loop) : null;
        if (kept == null) {
            connect();
        } else {
            isKept = true;
            use(kept);
        }
    }

    private void connect() {
        isKept = false;
        proxy.connections().connect(loop, this::use, this::broken);
    }

    private void use(Channel connected) {
        channel = connected;
        if (isCancelled) {
            connected.close();
            return;
        }
        connected.pipeline().addLast(new ProxyResponse(connected, this));
        ProxyUpload body = new ProxyUpload(connected);
        upload = body;
        connected.write(new DefaultHttpRequest(
                HttpVersion.HTTP_1_1,
                call.request().method(),
                call.request().uri(),
                ProxyHeaders.toServerWithBody(call.request(), proxy.server())));
        if (mayBeRepeated) {
            body.onComplete(); // there is none, and a body has one subscriber only
        } else {
            call.upload().subscribe(body);
        }
        connected.flush();
        connected.read();
    }

    private void cancel() {
        isCancelled = true;
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void begun(HttpResponse head, ProxyResponse body) {
        sink.success(new Streamed(
                head.status().code(),
                ProxyHeaders.toPage(head, proxy.server(), proxy.assets()),
                ProxyHeaders.length(head),
                true,
                body));
    }

    @Override
    public void broken(Throwable cause) {
        if (isCancelled) {
            return;
        }
        if (isKept && cause instanceof IOException) {
            connect();
        } else {
            sink.success(proxy.unreachable(call.asked()));
        }
    }

    @Override
    public void completed(HttpResponse head, ProxyResponse body) {
        Channel used = channel;
        boolean isSent = upload != null && upload.isSent();
        if (used != null && isSent && HttpUtil.isKeepAlive(head) && used.isActive()) {
            used.pipeline().remove(body);
            proxy.connections().give(used);
        } else if (used != null) {
            used.close();
        }
    }
}
