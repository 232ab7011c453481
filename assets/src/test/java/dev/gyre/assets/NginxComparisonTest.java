package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks Gyre and nginx the same of the same files. Where they differ, {@link NginxDifferences} says why; a difference that it
 * does not know fails, and so does a reason that no difference needs.
 */
final class NginxComparisonTest {

    private static final Instant MODIFIED = Instant.parse("2024-02-29T12:34:56Z");

    @TempDir
    Path folder;

    private Path root;

    @Test
    void answersAsNginxDoesOrForAReason() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        AssetSource packed = fill();
        List<String> requests = requests();
        assertThat(requests).hasSizeGreaterThanOrEqualTo(200).doesNotHaveDuplicates();
        List<String> unexplained = new ArrayList<>();
        Set<NginxDifferences.Reason> used = new HashSet<>();
        try (Nginx nginx = Nginx.start(Files.createDirectory(folder.resolve("work")), root);
                AssetServer gyre = AssetServer.start(
                        options -> options.source(AssetSource.overlay(packed, AssetSource.directory(root))))) {
            for (String request : requests) {
                Map<String, String> ours = ask(gyre.port(), request);
                Map<String, String> theirs = ask(nginx.port(), request);
                unexplained.addAll(differences(request, ours, theirs, used));
            }
        }

        assertThat(unexplained).isEmpty();
        assertThat(used).containsExactlyInAnyOrderElementsOf(NginxDifferences.REASONS);
    }

    /** Where the status differs, everything else does. */
    private static List<String> differences(
            String request, Map<String, String> ours, Map<String, String> theirs, Set<NginxDifferences.Reason> used) {
        List<String> unexplained = new ArrayList<>();
        for (Map.Entry<String, String> fact : ours.entrySet()) {
            String field = fact.getKey();
            if (!fact.getValue().equals(theirs.get(field))) {
                var reason = NginxDifferences.reason(request, field, fact.getValue(), theirs.get(field));
                reason.ifPresentOrElse(
                        used::add,
                        () -> unexplained.add(request + "  -->  " + field + ": " + fact.getValue() + " / nginx "
                                + theirs.get(field)));
                if (field.equals("status")) {
                    return unexplained;
                }
            }
        }
        return unexplained;
    }

    private AssetSource fill() throws IOException {
        byte[] script = "export const answer = 42;\n".repeat(100).getBytes(UTF_8);
        byte[] data = new byte[10_000];
        new Random(1).nextBytes(data);
        write("index.html", "<!doctype html><title>front</title>".getBytes(UTF_8));
        write("style.css", "h1 { color: red }".getBytes(UTF_8));
        write("data.bin", data);
        write("data.json", "{}".getBytes(UTF_8));
        write("empty.txt", new byte[0]);
        write("picture.png", new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        write("picture.svg", "<svg/>".getBytes(UTF_8));
        write("font.woff2", "wOF2".getBytes(UTF_8));
        write("module.wasm", new byte[] {0, 'a', 's', 'm'});
        write("docs/index.html", "<!doctype html>docs".getBytes(UTF_8));
        write("docs/guide.txt", "guide".getBytes(UTF_8));
        write("docs/.hidden", "hidden".getBytes(UTF_8));
        write(".hidden", "hidden".getBytes(UTF_8));
        write("bare/file.txt", "file".getBytes(UTF_8));
        write("a b.txt", "blank".getBytes(UTF_8));
        write("50%.txt", "percent".getBytes(UTF_8));
        write("\u00fcn\u00ef.txt", "letters".getBytes(UTF_8));
        write("app.js", script);
        byte[] gzip = gzip(script);
        write("app.js.gz", gzip);
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(root.resolve("link.txt"), folder.resolve("secret.txt"));
        byte[] bundle = new BundleBuilder()
                .mediaType("text/javascript; charset=utf-8")
                .content(script, gzip, BundleBuilder.NOT_THERE)
                .path("/app.js", 0, 0)
                .build();
        Path file = Files.write(folder.resolve("web.gyre"), bundle);
        Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
        return AssetSource.bundle(file);
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.setLastModifiedTime(Files.write(file, content), FileTime.from(MODIFIED));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static List<String> requests() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/dev/gyre/assets/comparison.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private Map<String, String> ask(int port, String line) throws IOException {
        return Answer.to(port, raw(port, filledIn(port, line))).facts();
    }

    /** The request in its own bytes. */
    private static String raw(int port, String line) {
        List<String> parts = new ArrayList<>(Arrays.asList(line.split(" \\| ", -1)));
        String first = parts.remove(0);
        parts.add("Connection: close");
        if (parts.stream().noneMatch(field -> field.startsWith("Host:"))) {
            parts.add("Host: 127.0.0.1:" + port);
        }
        String requestLine = first.startsWith("raw:") ? first.substring(4) : first + " HTTP/1.1";
        return requestLine + "\r\n" + String.join("\r\n", parts) + "\r\n\r\n";
    }

    private static String filledIn(int port, String line) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("{200 letters}", "a".repeat(200));
        values.put("{9000 letters}", "a".repeat(9_000));
        values.put("{date}", date("EEE, dd MMM yyyy HH:mm:ss 'GMT'", MODIFIED));
        values.put("{earlier}", date("EEE, dd MMM yyyy HH:mm:ss 'GMT'", MODIFIED.minus(Duration.ofDays(1))));
        values.put("{later}", date("EEE, dd MMM yyyy HH:mm:ss 'GMT'", MODIFIED.plus(Duration.ofDays(1))));
        values.put("{rfc850}", date("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", MODIFIED));
        values.put("{asctime}", date("EEE MMM ppd HH:mm:ss yyyy", MODIFIED));
        if (line.contains("{etag}")) {
            values.put("{etag}", Answer.to(port, raw(port, "GET /data.bin")).field("etag"));
        }
        String filled = line;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue());
        }
        return new String(filled.getBytes(UTF_8), ISO_8859_1);
    }

    private static String date(String pattern, Instant instant) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(instant);
    }
}
