package dev.gyre.ipc;

import dev.gyre.ipc.spi.PageLink;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes WebSocket connections of pages over from a Netty HTTP server.
 *
 * <p>Each is a stranger until its hello: it may send one unfragmented text frame of at most {@value PageLink#HELLO_BYTES}
 * bytes, and its decoder would not take in more. Only then is the decoder exchanged for one with the limit of messages.
 * There is no compression and no extension.
 */
// A write that fails closes the channel, which is heard of as such.
@SuppressWarnings("FutureReturnValueIgnored")
public final class PageSockets {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private final Ipc ipc;

    private PageSockets(Ipc ipc) {
        this.ipc = ipc;
    }

    /**
     * The sockets of a runtime.
     *
     * @param ipc the runtime
     * @return its sockets
     */
    public static PageSockets of(Ipc ipc) {
        return new PageSockets(ipc);
    }

    /**
     * Answers a handshake and takes the channel over: the HTTP codec goes, frames come. To be called on the channel's
     * event loop, with a pipeline that holds Netty's {@link HttpServerCodec} and nothing else that minds bytes which are
     * not HTTP. The handshake is checked again, whatever has checked it before (RFC 6455, section 4.2.1): one that is not
     * of version 13, or does not come from a page of the same origin, is refused and the channel closed.
     *
     * @param channel the connection
     * @param request the handshake
     */
    public void upgrade(Channel channel, HttpRequest request) {
        String refusal = refusal(request);
        if (channel.pipeline().get(HttpServerCodec.class) != null) {
            channel.pipeline().remove(HttpServerCodec.class);
        }
        if (refusal != null) {
            ipc.countRefused("handshake answered " + refusal.lines().findFirst().orElse(""));
            write(channel, "HTTP/1.1 " + refusal + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        write(
                channel,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY))
                        + "\r\n\r\n");
        install(channel);
    }

    private void install(Channel channel) {
        SocketTransport transport = new SocketTransport(channel);
        PageLink link = ipc.connect(transport);
        transport.bind(link);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast("gyre-encoder", new WebSocket13FrameEncoder(false));
        pipeline.addLast("gyre-decoder", decoder(PageLink.HELLO_BYTES));
        pipeline.addLast("gyre-page", new SocketHandler(transport, link));
    }

    static WebSocket13FrameDecoder decoder(int maxBytes) {
        return new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .closeOnProtocolViolation(false)
                .maxFramePayloadLength(maxBytes)
                .build());
    }

    private static io.netty.channel.ChannelFuture write(Channel channel, String head) {
        return channel.writeAndFlush(Unpooled.copiedBuffer(head, StandardCharsets.US_ASCII));
    }

    private static @Nullable String refusal(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!request.method().equals(HttpMethod.GET) || !isUpgrade(headers) || !isKey(headers)) {
            return "400 Bad Request\r\n";
        }
        if (!isOnly(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION), "13")) {
            return "426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\n";
        }
        return isSameOrigin(headers) ? null : "403 Forbidden\r\n";
    }

    private static boolean isUpgrade(HttpHeaders headers) {
        List<String> upgrade = headers.getAll(HttpHeaderNames.UPGRADE);
        return upgrade.size() == 1
                && upgrade.get(0).equalsIgnoreCase("websocket")
                && headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true);
    }

    private static boolean isKey(HttpHeaders headers) {
        List<String> keys = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        try {
            return keys.size() == 1 && Base64.getDecoder().decode(keys.get(0)).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Exactly one origin, and exactly the one that this request was sent to. */
    private static boolean isSameOrigin(HttpHeaders headers) {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        return hosts.size() == 1 && isOnly(headers.getAll(HttpHeaderNames.ORIGIN), "http://" + hosts.get(0));
    }

    private static boolean isOnly(List<String> values, String expected) {
        return values.size() == 1 && values.get(0).equals(expected);
    }

    private static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is missing (expected: every Java platform has it)", e);
        }
    }
}
