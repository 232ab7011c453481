package dev.gyre.window.kit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A server of another origin, whose page tells the one around it what it can see of the ways to Java. */
public final class ForeignServer implements AutoCloseable {

    private static final byte[] PAGE =
            "<script>parent.postMessage(Object.getOwnPropertyNames(globalThis).filter((name) => /^(gyre|cef)/i.test(name)), '*')</script>"
                    .getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;

    private ForeignServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts one, on loopback.
     *
     * @return the server
     * @throws IOException if there is no port
     */
    public static ForeignServer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, PAGE.length);
            exchange.getResponseBody().write(PAGE);
            exchange.close();
        });
        server.start();
        return new ForeignServer(server);
    }

    /**
     * Where its page is.
     *
     * @return the URL, which ends with a slash
     */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
