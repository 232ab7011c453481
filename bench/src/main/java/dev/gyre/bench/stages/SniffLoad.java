package dev.gyre.bench.stages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is sniffed, to the letter of the plan: responses in turn, each as the buffers it comes in. */
final class SniffLoad {

    private static final String PAGE =
            "<!DOCTYPE html><html><head><title>Test</title></head><body><h1>Hello</h1></body></html>";

    private static final List<String> HEADERS = List.of(
            "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR", "wOF2\0\1\0\0", "\0asm\1\0\0\0", "%PDF-1.7\n", "GIF89a\1\0\1\0");

    final List<ByteBuffer[]> responses = new ArrayList<>();

    private SniffLoad() {}

    static SniffLoad parse(String name) {
        SniffLoad load = new SniffLoad();
        switch (name) {
            case "small" -> load.add("Hello, World!".getBytes(ISO_8859_1), Integer.MAX_VALUE);
            case "medium" -> load.add(PAGE.getBytes(ISO_8859_1), Integer.MAX_VALUE);
            case "large" -> load.add(everyByte(), Integer.MAX_VALUE);
            case "chunks of 4096" -> load.add(everyByte(), 4096);
            case "page in chunks of 29" -> load.add(PAGE.getBytes(ISO_8859_1), 29);
            case "headers" -> HEADERS.forEach(header -> load.add(header.getBytes(ISO_8859_1), Integer.MAX_VALUE));
            default -> throw new IllegalArgumentException("load: " + name + " (expected: one of the fixtures)");
        }
        return load;
    }

    private static byte[] everyByte() {
        byte[] bytes = new byte[64 * 1024];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private void add(byte[] content, int chunk) {
        List<ByteBuffer> parts = new ArrayList<>();
        for (int at = 0; at < content.length; at += Math.min(chunk, content.length - at)) {
            parts.add(ByteBuffer.wrap(content, at, Math.min(chunk, content.length - at))
                    .slice());
        }
        responses.add(parts.toArray(ByteBuffer[]::new));
    }

    /** The bytes of all its responses, once each. */
    long bytes() {
        return responses.stream()
                .flatMap(Arrays::stream)
                .mapToLong(ByteBuffer::capacity)
                .sum();
    }
}
