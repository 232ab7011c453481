package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server made of one request, in words that can be compared with another's. Its own pages for errors are left out,
 * and what it says of them.
 */
final class Answer {

    private static final List<String> COMPARED = List.of(
            "accept-ranges", "allow", "content-encoding", "content-length", "content-range", "location", "vary");

    private final int status;
    private final Map<String, String> fields;
    private final byte[] body;

    private Answer(int status, Map<String, String> fields, byte[] body) {
        this.status = status;
        this.fields = fields;
        this.body = body;
    }

    /** Sends a request that ends the connection, and reads all that comes. */
    static Answer to(int port, String request) throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(request);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try {
                wire.input().transferTo(all);
            } catch (SocketException reset) {
                // What has come before is the answer.
            }
            return parse(all.toByteArray());
        }
    }

    private static Answer parse(byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (!text.startsWith("HTTP/1.1 ") || end < 0) {
            return new Answer(text.isEmpty() ? 0 : 9, Map.of(), bytes);
        }
        byte[] rest = Arrays.copyOfRange(bytes, end + 4, bytes.length);
        int status = Integer.parseInt(text.substring(9, 12));
        return status == 100 ? parse(rest) : new Answer(status, fields(text.substring(0, end)), rest);
    }

    private static Map<String, String> fields(String head) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : head.split("\r\n", -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return fields;
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** By name; what is not there stands as nothing. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("status", status == 0 ? "closed" : status == 9 ? "HTTP/0.9" : Integer.toString(status));
        boolean isOk = status == 200 || status == 206 || status == 304 || status == 9;
        for (String name : COMPARED) {
            boolean isOfThePage = !isOk && name.equals("content-length");
            facts.put(name, isOfThePage ? "" : field(name));
        }
        facts.put("content-type", isOk ? type() : "");
        facts.put("etag", isOk ? strength(field("etag")) : "");
        facts.put("last-modified", isOk ? field("last-modified") : "");
        facts.put("body", isOk ? body() : "");
        if (type().equals("multipart/byteranges")) {
            facts.put("content-length", "of " + type());
        }
        return facts;
    }

    /** Boundaries and charsets are each server's own. */
    private String type() {
        return field("content-type").replaceAll(" *;.*", "");
    }

    private static String strength(String etag) {
        return etag.isEmpty() ? "" : etag.startsWith("W/") ? "weak" : "strong";
    }

    private String body() {
        if (status == 206 && type().equals("multipart/byteranges") && body.length > 0) {
            StringBuilder parts = new StringBuilder();
            for (MultipartReader.Part part : MultipartReader.read(field("content-type"), body)) {
                parts.append(part.start()).append(" of ").append(part.size()).append(": ");
                parts.append(Arrays.hashCode(part.bytes())).append("; ");
            }
            return parts.toString();
        }
        return body.length + " bytes, " + Arrays.hashCode(body);
    }
}
