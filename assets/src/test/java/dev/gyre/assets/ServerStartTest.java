package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listing and binding go on at once; who sees what of it. */
@Timeout(30)
final class ServerStartTest {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final int port = freePort();

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /** Waits until the port is bound. */
    private Socket connect() throws IOException {
        long end = System.nanoTime() + PATIENCE;
        while (true) {
            try {
                return new Socket(loopback(), port);
            } catch (IOException notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void bindsWhileTheSourceIsListedAndAnswersAfterwards() throws IOException {
        Socket[] early = new Socket[1];
        AssetSource slow = () -> {
            try {
                early[0] = connect();
            } catch (IOException e) {
                throw new AssetException("port: not bound (expected: bound while the source is listed)", e);
            }
            return List.of(Asset.of("/a.txt", new byte[3]));
        };

        try (AssetServer server =
                        AssetServer.start(options -> options.port(port).source(slow));
                Socket client = early[0]) {
            String request = "GET /a.txt HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n\r\n";
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(client.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void leavesNothingWhenTheSourceCannotBeListed() throws IOException {
        AssetSource broken = () -> {
            throw new AssetException("source: broken (expected: whole)");
        };

        assertThatThrownBy(() -> AssetServer.start(options -> options.port(port).source(broken)))
                .isInstanceOf(AssetException.class)
                .hasMessage("source: broken (expected: whole)");

        try (ServerSocket again = new ServerSocket(port, 1, loopback())) {
            assertThat(again.getLocalPort()).isEqualTo(port);
        }
    }
}
