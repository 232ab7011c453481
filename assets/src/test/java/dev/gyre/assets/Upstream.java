package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that says what its script says, byte by byte. One thread a connection. */
final class Upstream implements AutoCloseable {

    /** Answers one request; what it throws closes the connection. */
    interface Script {
        void serve(Request request) throws Exception;
    }

    /** A request: its head, and both directions of its connection. */
    record Request(String head, int connection, InputStream in, OutputStream out) {

        String line() {
            return head.substring(0, head.indexOf('\r'));
        }

        String body(int length) throws IOException {
            return new String(in.readNBytes(length), ISO_8859_1);
        }

        void say(String raw) throws IOException {
            out.write(raw.getBytes(ISO_8859_1));
            out.flush();
        }

        void answer(String text) throws IOException {
            say("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
        }
    }

    final Queue<String> heads = new ConcurrentLinkedQueue<>();
    final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;
    private final Script script;
    private final Thread acceptor = new Thread(this::accept, "upstream");

    Upstream(Script script) throws IOException {
        this(0, script);
    }

    Upstream(int port, Script script) throws IOException {
        this.script = script;
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new java.net.InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        acceptor.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    URI url() {
        return URI.create("http://localhost:" + port());
    }

    int openConnections() {
        return open.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                new Thread(() -> serve(socket, number), "upstream-" + number).start();
            }
        } catch (IOException closed) {
            // so ends a listener
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                heads.add(head);
                script.serve(new Request(head, number, in, socket.getOutputStream()));
            }
        } catch (Exception gone) {
            // the other side has gone, or the script wants it so
        } finally {
            open.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                return "";
            }
            head.write(octet);
        }
        return head.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        // Until it has left, the system goes on to accept.
        Await.until(() -> !acceptor.isAlive());
        for (Socket socket : open) {
            socket.close();
        }
    }
}
