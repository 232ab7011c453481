package dev.gyre.bench.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** An installed nginx: one worker, which keeps files open and sends them with sendfile, and writes no log. */
final class Nginx extends WebServer {

    static final String PROGRAM = "nginx";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final int port;

    private Nginx(Process process, int port) {
        super(PROGRAM, process);
        this.port = port;
    }

    static Nginx start(Path folder, String mediaType, Map<String, String> headers) {
        int port = freePort();
        Path config = folder.resolveSibling("nginx.conf");
        try {
            Files.writeString(config, config(folder, port, mediaType, headers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Process process = start(
                List.of(
                        PROGRAM,
                        "-p",
                        folder.resolveSibling(".").toString(),
                        "-c",
                        config.toString(),
                        "-e",
                        folder.resolveSibling("nginx.error.log").toString()),
                folder);
        Nginx nginx = new Nginx(process, port);
        nginx.awaitPort();
        return nginx;
    }

    private static String config(Path folder, int port, String mediaType, Map<String, String> headers) {
        String fields = headers.entrySet().stream()
                .map(field -> "    add_header " + field.getKey() + " \"" + field.getValue() + "\";\n")
                .collect(Collectors.joining());
        return """
                daemon off;
                master_process off;
                worker_processes 1;
                pid nginx.pid;
                events { worker_connections 1024; }
                http {
                  access_log off;
                  sendfile on;
                  tcp_nopush on;
                  tcp_nodelay on;
                  server_tokens off;
                  keepalive_requests 1000000000;
                  open_file_cache max=30000 inactive=1h;
                  open_file_cache_valid 60s;
                  types {}
                  default_type "%s";
                  client_body_temp_path nginx.body;
                  proxy_temp_path nginx.proxy;
                  fastcgi_temp_path nginx.fastcgi;
                  uwsgi_temp_path nginx.uwsgi;
                  scgi_temp_path nginx.scgi;
                  server {
                    listen 127.0.0.1:%d;
                    root %s;
                %s  }
                }
                """.formatted(mediaType, port, folder, fields);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isOpen()) {
            if (!isRunning() || System.nanoTime() - end > 0) {
                close();
                throw new IllegalStateException("nginx: it does not listen (expected: see nginx.error.log)");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private boolean isOpen() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException closed) {
            return false;
        }
    }

    @Override
    int port() {
        return port;
    }
}
