package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A client that sends exactly the bytes it is told to. Each wait ends after ten seconds. */
final class Wire implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    Wire(int port) throws IOException {
        this(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    Wire(InetAddress address, int port) throws IOException {
        socket = new Socket(address, port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** One response; names of fields in lower case. */
    static final class Reply {
        private final int status;
        private final Map<String, String> headers;
        private final byte[] body;

        Reply(int status, Map<String, String> headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        int status() {
            return status;
        }

        Map<String, String> headers() {
            return headers;
        }

        byte[] body() {
            return body;
        }

        String text() {
            return new String(body, ISO_8859_1);
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** A GET with the Host that the server wants, and more fields, each ending in CR LF. */
    static String get(int port, String target, String... fields) {
        return request("GET", port, target, fields);
    }

    static String request(String method, int port, String target, String... fields) {
        return method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"
                + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "\r\n";
    }

    /** Sends on a connection of its own and takes the first response. */
    static Reply ask(int port, String raw) throws IOException {
        try (Wire wire = new Wire(port)) {
            return wire.send(raw).read(raw.startsWith("HEAD "));
        }
    }

    Wire send(String raw) throws IOException {
        return send(raw.getBytes(ISO_8859_1));
    }

    Wire send(byte[] raw) throws IOException {
        socket.getOutputStream().write(raw);
        return this;
    }

    Wire endInput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    Socket socket() {
        return socket;
    }

    InputStream input() {
        return in;
    }

    Reply read() throws IOException {
        return read(false);
    }

    Reply read(boolean isHead) throws IOException {
        String[] lines = readHead().split("\r\n", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
        if (!isHead && headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            return new Reply(status, headers, readChunks());
        }
        int length = isHead || status == 304 ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("body: " + body.length + " of " + length + " bytes");
        }
        return new Reply(status, headers, body);
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
            body.write(chunk);
        }
        return body.toByteArray();
    }

    /** The next chunk; the last one is empty. */
    byte[] readChunk() throws IOException {
        int length = Integer.parseInt(readLine(), 16);
        byte[] chunk = in.readNBytes(length);
        if (chunk.length < length || !readLine().isEmpty()) {
            throw new EOFException("chunk: " + chunk.length + " of " + length + " bytes");
        }
        return chunk;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || line.charAt(line.length() - 1) != '\n') {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("line: " + line);
            }
            line.append((char) octet);
        }
        return line.substring(0, line.length() - 2);
    }

    String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int last = 0; !(last == '\n' && head.toString(ISO_8859_1).endsWith("\r\n\r\n")); ) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("head: " + head.toString(ISO_8859_1));
            }
            head.write(octet);
            last = octet;
        }
        return head.toString(ISO_8859_1).strip();
    }

    /** Whether the server has ended the connection, by its own will and without further bytes. */
    boolean isClosedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    String readToEnd() throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
