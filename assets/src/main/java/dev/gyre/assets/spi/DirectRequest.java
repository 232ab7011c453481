package dev.gyre.assets.spi;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

/**
 * A request from within the process, as {@link dev.gyre.assets.AssetServer#answer} takes it. {@code Host} and what concerns
 * the connection is the server's to say.
 *
 * @param method the method, such as {@code GET}
 * @param target path and query as they were sent, still encoded
 * @param headers the other fields by name
 * @param body the body, not changed afterwards; empty if there is none
 */
public record DirectRequest(String method, String target, Map<String, String> headers, ByteBuffer body) {

    /**
     * Checks that there is nothing in it that would end a line.
     *
     * @param method the method, such as {@code GET}
     * @param target path and query as they were sent, still encoded
     * @param headers the other fields by name
     * @param body the body, not changed afterwards; empty if there is none
     * @throws IllegalArgumentException if there is
     */
    public DirectRequest {
        requireLine("method", method);
        requireLine("target", target);
        headers.forEach((name, value) -> {
            requireLine("header", name);
            requireLine(name, value);
        });
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body, "body");
    }

    /**
     * A request for a file.
     *
     * @param path its path, encoded
     * @return the request
     */
    public static DirectRequest get(String path) {
        return new DirectRequest("GET", path, Map.of(), ByteBuffer.allocate(0));
    }

    private static void requireLine(String what, String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException(what + ": " + text.replaceAll("\\R", " ") + " (expected: one line)");
        }
    }

    /** Without what only the page and its own server may see. */
    @Override
    public String toString() {
        return method + " " + target.replaceAll("\\?.*", "");
    }
}
