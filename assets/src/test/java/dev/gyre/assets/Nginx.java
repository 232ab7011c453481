package dev.gyre.assets;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An nginx of this machine with one folder to serve, in a process of its own. */
final class Nginx implements AutoCloseable {

    /** Types are those of the distribution; everything else is what the comparison is about. */
    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log stderr crit;
            events {}
            http {
              include /etc/nginx/mime.types;
              default_type application/octet-stream;
              access_log off;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              absolute_redirect off;
              gzip_static on;
              gzip_vary on;
              max_ranges 16;
              server {
                listen 127.0.0.1:%d;
                root %s;
              }
            }
            """;

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one; where none is installed the test did not run, and that is said loudly or is a failure. */
    static Nginx start(Path work, Path root) throws IOException {
        Optional<Path> program = installed();
        if (program.isEmpty()) {
            missing();
        }
        int port = freePort();
        Path configuration = Files.writeString(work.resolve("nginx.conf"), CONFIGURATION.formatted(port, root));
        Process process = new ProcessBuilder(
                        program.orElseThrow().toString(), "-p", work.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        Nginx nginx = new Nginx(process, port);
        Await.until(() -> !process.isAlive() || isListening(port));
        return nginx;
    }

    /** Debian keeps it where only root looks. */
    private static Optional<Path> installed() {
        String[] path = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1);
        return Stream.concat(Arrays.stream(path), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void missing() {
        String message = "THE COMPARISON WITH NGINX DID NOT RUN: no nginx is installed";
        if (System.getProperty("gyre.nginx", "optional").equals("required")) {
            throw new AssertionError(message);
        }
        System.getLogger(Nginx.class.getName()).log(System.Logger.Level.ERROR, message);
        abort(message);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
