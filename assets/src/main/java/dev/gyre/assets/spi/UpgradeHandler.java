package dev.gyre.assets.spi;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;

/** Takes over connections that ask for a WebSocket at one path below {@code /gyre/}. */
@FunctionalInterface
public interface UpgradeHandler {

    /**
     * Takes a connection over. Called on its event loop, and must not block.
     *
     * <p>The request has passed the gate: it is for this server, it comes from a page of our own origin, and it is a
     * well-formed handshake of version 13. The pipeline holds nothing but Netty's {@code HttpServerCodec}, which its
     * handshakers need and remove. From here on the channel, its time limits and its end are the handler's; it counts
     * among the server's connections until it is closed.
     *
     * @param channel the connection
     * @param request the handshake; its body is empty and needs no release
     * @throws Exception any exception closes the connection and is logged
     */
    void upgrade(Channel channel, FullHttpRequest request) throws Exception;
}
