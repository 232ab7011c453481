package dev.gyre.bench.stages;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One kept connection that asks and reads, and as little else as can be: what is measured is the server. */
final class HttpClientSocket implements Closeable {

    private static final int BUFFER = 64 * 1024;
    private static final String LENGTH = "content-length: ";

    private final Socket socket;
    private final InputStream in;
    private final String host;
    private final byte[] buffer = new byte[BUFFER];

    HttpClientSocket(int port) {
        try {
            socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        host = "127.0.0.1:" + port;
    }

    /** Asks, and reads the whole answer; gives the length of its body. */
    long get(String target, String fields) {
        try {
            long length = ask(target, fields);
            skip(length);
            return length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks, and gives the body. */
    byte[] bytes(String target, String fields) {
        try {
            return in.readNBytes((int) ask(target, fields));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks, reads the first byte of the body, and leaves. */
    void leaveEarly(String target) {
        try {
            ask(target, "");
            skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            close();
        }
    }

    private long ask(String target, String fields) throws IOException {
        String request = "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        String status = line();
        Require.that(status.startsWith("HTTP/1.1 200"), "answer to " + target + ": " + status + " (expected: 200)");
        long length = -1;
        for (String field = line(); !field.isEmpty(); field = line()) {
            if (field.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Long.parseLong(field.substring(LENGTH.length()));
            }
        }
        Require.that(length >= 0, "length of " + target + ": none (expected: one)");
        return length;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server has closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void skip(long length) throws IOException {
        for (long left = length; left > 0; ) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new EOFException("body ended " + left + " bytes early");
            }
            left -= count;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
