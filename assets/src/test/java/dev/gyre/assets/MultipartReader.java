package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes {@code multipart/byteranges} apart as RFC 2046 says, and knows nothing of how it was made. */
final class MultipartReader {

    private static final Pattern BOUNDARY = Pattern.compile("multipart/byteranges; boundary=([0-9a-f]{20,32})");
    private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

    private MultipartReader() {}

    static final class Part {
        private final long start;
        private final byte[] bytes;
        private final long size;

        Part(long start, byte[] bytes, long size) {
            this.start = start;
            this.bytes = bytes;
            this.size = size;
        }

        long start() {
            return start;
        }

        byte[] bytes() {
            return bytes;
        }

        long size() {
            return size;
        }
    }

    static String boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        assertThat(matcher.matches()).as(contentType).isTrue();
        return matcher.group(1);
    }

    static List<Part> read(String contentType, byte[] body) {
        String delimiter = "\r\n--" + boundary(contentType);
        String text = "\r\n" + new String(body, ISO_8859_1);
        String[] sections = text.split(Pattern.quote(delimiter), -1);
        assertThat(sections[0]).isBlank(); // the preamble
        assertThat(sections[sections.length - 1]).isEqualTo("--\r\n");
        List<Part> parts = new ArrayList<>();
        for (int i = 1; i < sections.length - 1; i++) {
            int end = sections[i].indexOf("\r\n\r\n");
            String head = sections[i].substring(0, end);
            Matcher range = RANGE.matcher(head);
            assertThat(range.find()).as(head).isTrue();
            byte[] bytes = sections[i].substring(end + 4).getBytes(ISO_8859_1);
            long start = Long.parseLong(range.group(1));
            assertThat(Long.parseLong(range.group(2)) - start + 1).isEqualTo(bytes.length);
            parts.add(new Part(start, bytes, Long.parseLong(range.group(3))));
        }
        return parts;
    }
}
