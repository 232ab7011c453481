package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What RFC 9110 and this project say of serving files, one rule a line, over the pipeline alone and over sockets.
 *
 * <p>A rule: section | method and target | fields, by {@code ;} | status | what the response has, by {@code ;}. There
 * {@code name=value} is a field, {@code !name} one that must be missing, {@code #} the body, {@code ##} a piece of it.
 * ETAG, DATE, BEFORE and AFTER stand for the validators of {@code /digits.txt} and for other dates.
 */
final class HttpRulesTest {

    private static final long WRITTEN = 1_700_000_000;

    private static final String NAVIGATION = "Accept: text/html,application/xhtml+xml,*/*\\;q=0.8; "
            + "Sec-Fetch-Site: same-origin; Sec-Fetch-Mode: navigate; Sec-Fetch-Dest: document";

    static final List<String> RULES = List.of(
            // HEAD: as GET, without the body
            "9.3.2 | HEAD /digits.txt | | 200 | Content-Length=10; Accept-Ranges=bytes; ETag=ETAG; Last-Modified=DATE; #",
            "9.3.2 | HEAD /none | | 404 | Content-Length=14; #",
            "9.3.2 | HEAD /digits.txt | If-None-Match: ETAG | 304 | !Content-Length; #",
            "9.3.2 | HEAD /digits.txt | If-Match: \"x\" | 412 | #",
            "9.3.2 | HEAD /picture | | 200 | Content-Type=image/gif; Content-Length=7; #",
            // validators
            "8.8.2 | GET /digits.txt | | 200 | Last-Modified=DATE; ETag=ETAG; #0123456789",
            "8.8.2 | GET /future.txt | | 200 | !Last-Modified; #later",
            // preconditions
            "13.1.1 | GET /digits.txt | If-Match: ETAG | 200 | #0123456789",
            "13.1.1 | GET /digits.txt | If-Match: * | 200 | #0123456789",
            "13.1.1 | GET /digits.txt | If-Match: \"x\", ETAG | 200 | #0123456789",
            "13.1.1 | GET /digits.txt | If-Match: \"x\" | 412 | !ETag; Cache-Control=no-store; ##412",
            "13.1.1 | GET /digits.txt | If-Match: W/ETAG | 412 | ##412",
            "13.1.1 | GET /none | If-Match: * | 404 | ##404",
            "13.1.2 | GET /digits.txt | If-None-Match: ETAG | 304 | ETag=ETAG; Cache-Control=no-cache; !Content-Length; #",
            "13.1.2 | GET /digits.txt | If-None-Match: W/ETAG | 304 | #",
            "13.1.2 | GET /digits.txt | If-None-Match: \"x\", W/\"y\", ETAG | 304 | #",
            "13.1.2 | GET /digits.txt | If-None-Match: \"x\"; If-None-Match: ETAG | 304 | #",
            "13.1.2 | GET /digits.txt | If-None-Match: * | 304 | #",
            "13.1.2 | GET /digits.txt | If-None-Match: \"x\" | 200 | #0123456789",
            "13.1.3 | GET /digits.txt | If-Modified-Since: DATE | 304 | #",
            "13.1.3 | GET /digits.txt | If-Modified-Since: AFTER | 304 | #",
            "13.1.3 | GET /digits.txt | If-Modified-Since: BEFORE | 200 | #0123456789",
            "13.1.3 | GET /digits.txt | If-Modified-Since: nonsense | 200 | #0123456789",
            "13.1.3 | GET /digits.txt | If-Modified-Since: DATE; If-Modified-Since: DATE | 200 | #0123456789",
            "13.1.3 | GET /digits.txt | If-Modified-Since: DATE; If-None-Match: \"x\" | 200 | #0123456789",
            "13.1.4 | GET /digits.txt | If-Unmodified-Since: DATE | 200 | #0123456789",
            "13.1.4 | GET /digits.txt | If-Unmodified-Since: BEFORE | 412 | ##412",
            "13.1.4 | GET /digits.txt | If-Unmodified-Since: BEFORE; If-Match: ETAG | 200 | #0123456789",
            "13.1.5 | GET /digits.txt | Range: bytes=2-4; If-Range: ETAG | 206 | #234",
            "13.1.5 | GET /digits.txt | Range: bytes=2-4; If-Range: DATE | 206 | #234",
            "13.1.5 | GET /digits.txt | Range: bytes=2-4; If-Range: \"x\" | 200 | #0123456789",
            "13.1.5 | GET /digits.txt | Range: bytes=2-4; If-Range: W/ETAG | 200 | #0123456789",
            "13.1.5 | GET /digits.txt | Range: bytes=2-4; If-Range: AFTER | 200 | #0123456789",
            "13.1.5 | GET /digits.txt | Range: bytes=20-; If-Range: \"x\" | 200 | #0123456789",
            "13.1.5 | GET /digits.txt | Range: bytes=20-; If-Range: ETAG | 416 | ##416",
            "13.2.2 | GET /digits.txt | If-Match: \"x\"; If-None-Match: ETAG | 412 | ##412",
            "13.2.2 | GET /digits.txt | If-None-Match: ETAG; Range: bytes=2-4 | 304 | #",
            "13.2.2 | GET /digits.txt | If-Match: ETAG; If-None-Match: \"x\"; Range: bytes=2-4; If-Range: ETAG | 206 | #234",
            // ranges
            "14.1.2 | GET /digits.txt | Range: bytes=0-0 | 206 | Content-Range=bytes 0-0/10; Content-Length=1; #0",
            "14.1.2 | GET /digits.txt | Range: bytes=9-9 | 206 | Content-Range=bytes 9-9/10; #9",
            "14.1.2 | GET /digits.txt | Range: bytes=9- | 206 | Content-Range=bytes 9-9/10; #9",
            "14.1.2 | GET /digits.txt | Range: bytes=0- | 206 | Content-Range=bytes 0-9/10; #0123456789",
            "14.1.2 | GET /digits.txt | Range: bytes=7-99 | 206 | Content-Range=bytes 7-9/10; #789",
            "14.1.2 | GET /digits.txt | Range: bytes=-3 | 206 | Content-Range=bytes 7-9/10; #789",
            "14.1.2 | GET /digits.txt | Range: bytes=-99 | 206 | Content-Range=bytes 0-9/10; #0123456789",
            "14.1.2 | GET /digits.txt | Range: bytes=10- | 416 | Content-Range=bytes */10; ##416",
            "14.1.2 | GET /digits.txt | Range: bytes=-0 | 416 | Content-Range=bytes */10; ##416",
            "14.1.2 | GET /digits.txt | Range: bytes=x | 416 | Content-Range=bytes */10; ##416",
            "14.2 | GET /digits.txt | Range: lines=1-2 | 200 | !Content-Range; #0123456789",
            "14.2 | HEAD /digits.txt | Range: bytes=2-4 | 200 | Content-Length=10; !Content-Range; #",
            "14.2 | GET /empty.txt | Range: bytes=0- | 200 | Content-Length=0; #",
            "14.2 | GET /none | Range: bytes=0- | 404 | ##404",
            "14.2 | GET /digits.txt | Range: bytes=0-,0-,0- | 200 | Content-Length=10; #0123456789",
            "14.2 | GET /digits.txt | Range: bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8 | 200 | #0123456789",
            "14.2 | GET /digits.txt | Range: bytes=0-0,20-30 | 206 | Content-Range=bytes 0-0/10; #0",
            "14.6 | GET /digits.txt | Range: bytes=0-1,-2 | 206 | !Content-Range; "
                    + "##Content-Range: bytes 0-1/10\r\n\r\n01\r\n--; ##Content-Range: bytes 8-9/10\r\n\r\n89\r\n--",
            "14.6 | GET /digits.txt | Range: bytes=5-6,1-1 | 206 | "
                    + "##--\r\n; ##Content-Type: text/plain\\; charset=utf-8\r\nContent-Range: bytes 5-6/10\r\n\r\n56\r\n",
            // what it is
            "8.3 | GET /LICENSE | | 200 | Content-Type=text/plain\\; charset=utf-8; #words",
            "8.3 | GET /picture | | 200 | Content-Type=image/gif; X-Content-Type-Options=nosniff",
            "8.3 | GET /upload | | 200 | Content-Type=text/plain\\; charset=utf-8; #<html><script>",
            // what may be kept
            "9111 5.2.2 | GET /app.3f2a9c1b.js | | 200 | Cache-Control=public, max-age=31536000, immutable; #app",
            "9111 5.2.2 | GET /app.3f2a9c1b.js | If-None-Match: * | 304 | Cache-Control=public, max-age=31536000, immutable",
            "9111 5.2.2 | GET /digits.txt | | 200 | Cache-Control=no-cache; !Vary",
            "9111 5.2.2 | GET /none.3f2a9c1b.js | | 404 | Cache-Control=no-store",
            // names
            "names | GET / | | 200 | #front",
            "names | GET /about | | 200 | Content-Type=text/html\\; charset=utf-8; #about",
            "names | GET /docs | | 308 | Location=/docs/",
            "names | GET /docs/ | | 200 | #docs",
            "names | GET /about/ | | 404 | ##404",
            // one page for many addresses
            "fallback | GET /users/7 | NAVIGATION | 200 | Vary=Accept, Sec-Fetch-Dest, Sec-Fetch-Mode; "
                    + "Cache-Control=no-cache; #front",
            "fallback | HEAD /users/7 | NAVIGATION | 200 | Content-Length=5; #",
            "fallback | GET /users/jane.doe?tab=1 | NAVIGATION | 200 | #front",
            "fallback | GET /users/7 | Accept: text/html | 200 | #front",
            "fallback | GET /users/7 | NAVIGATION; If-None-Match: * | 304 | Vary=Accept, Sec-Fetch-Dest, Sec-Fetch-Mode",
            "fallback | GET /docs | NAVIGATION | 308 | Location=/docs/",
            "fallback | GET /users/7 | | 404 | ##404",
            "fallback | GET /users/7 | Accept: */* | 404 | ##404",
            "fallback | GET /users/7 | Accept: text/html\\;q=0, */* | 404 | ##404",
            "fallback | GET /users/7 | Accept: application/json | 404 | ##404",
            "fallback | GET /users/7 | Accept: text/html; Sec-Fetch-Mode: cors; Sec-Fetch-Dest: empty | 404 | ##404",
            "fallback | GET /users/7 | Accept: text/html; Sec-Fetch-Dest: script | 404 | ##404",
            "fallback | GET /users/7 | Accept: text/html; Sec-Fetch-Mode: navigate; Sec-Fetch-Dest: iframe | 404 | ##404",
            "fallback | GET /missing.js | NAVIGATION | 404 | ##404",
            "fallback | GET /missing.png | NAVIGATION | 404 | ##404",
            "fallback | GET /gyre/x | NAVIGATION | 404 | ##404",
            "fallback | GET /gyre | NAVIGATION | 404 | ##404",
            "fallback | GET /a%00b | NAVIGATION | 404 | ##404",
            "fallback | GET /../users | NAVIGATION | 404 | ##404",
            "fallback | GET /con | NAVIGATION | 404 | ##404",
            "fallback | POST /users/7 | NAVIGATION; Content-Length: 0 | 405 | Allow=GET, HEAD");

    @TempDir
    static Path folder;

    private static AssetServer server;
    private static AssetHandler handler;
    private static String etag;

    @BeforeAll
    static void start() throws IOException {
        for (Map.Entry<String, String> file : Map.of(
                        "index.html", "front",
                        "about.html", "about",
                        "docs/index.html", "docs",
                        "digits.txt", "0123456789",
                        "empty.txt", "",
                        "app.3f2a9c1b.js", "app",
                        "LICENSE", "words",
                        "picture", "GIF89a\0",
                        "upload", "<html><script>",
                        "future.txt", "later")
                .entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(WRITTEN)));
        }
        Instant tomorrow = Instant.now().plusSeconds(86_400);
        Files.setLastModifiedTime(folder.resolve("future.txt"), FileTime.from(tomorrow));
        AssetSource source = AssetSource.directory(folder);
        server = AssetServer.start(options -> options.source(source).pageFallback("/index.html"));
        handler = AssetHandler.create(source, options -> options.pageFallback("/index.html"));
        etag = Wire.ask(server.port(), Wire.get(server.port(), "/digits.txt")).header("etag");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String filled(String template) {
        return template.replace("NAVIGATION", NAVIGATION)
                .replace("ETAG", etag)
                .replace("DATE", HttpDate.format(WRITTEN))
                .replace("BEFORE", HttpDate.format(WRITTEN - 60))
                .replace("AFTER", HttpDate.format(WRITTEN + 60));
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.strip().split("(?<!\\\\); *", -1))
                .map(each -> each.replace("\\;", ";"))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** One rule, taken apart. */
    private record Rule(String request, int status, List<String> expected) {

        static Rule of(String line, int port) {
            String[] columns = filled(line).split(" *\\| *", -1);
            StringBuilder request = new StringBuilder(columns[1] + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n");
            list(columns[2]).forEach(field -> request.append(field).append("\r\n"));
            return new Rule(request + "\r\n", Integer.parseInt(columns[3]), list(columns[4]));
        }

        boolean isHead() {
            return request.startsWith("HEAD ");
        }

        void check(int actual, Map<String, String> headers, String body) {
            assertThat(actual).as(request).isEqualTo(status);
            assertThat(headers).containsEntry("x-content-type-options", "nosniff");
            for (String each : expected) {
                if (each.startsWith("##")) {
                    assertThat(body).contains(each.substring(2));
                } else if (each.startsWith("#")) {
                    assertThat(body).isEqualTo(each.substring(1));
                } else if (each.startsWith("!")) {
                    assertThat(headers).doesNotContainKey(each.substring(1).toLowerCase(Locale.ROOT));
                } else {
                    int equal = each.indexOf('=');
                    assertThat(headers)
                            .containsEntry(
                                    each.substring(0, equal).toLowerCase(Locale.ROOT), each.substring(equal + 1));
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void holdsOverSockets(String line) throws IOException {
        Rule rule = Rule.of(line, server.port());

        Wire.Reply reply = Wire.ask(server.port(), rule.request);

        rule.check(reply.status(), reply.headers(), reply.text());
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void holdsWithoutATransport(String line) {
        Rule rule = Rule.of(line, 1);
        EmbeddedChannel channel = new EmbeddedChannel();
        ServerContext context = Contexts.of(handler, new Refusals());
        AssetServer.populate(channel, context, new Connection(channel, context));

        channel.writeInbound(Unpooled.copiedBuffer(rule.request, ISO_8859_1));

        String sent = sent(channel);
        int end = sent.indexOf("\r\n\r\n");
        Map<String, String> headers = new LinkedHashMap<>();
        String[] lines = sent.substring(0, end).split("\r\n", -1);
        for (String field : Arrays.copyOfRange(lines, 1, lines.length)) {
            int colon = field.indexOf(':');
            headers.put(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).strip());
        }
        String body = sent.substring(end + 4);
        rule.check(Integer.parseInt(lines[0].split(" ", -1)[1]), headers, body);
        if (!rule.isHead() && headers.containsKey("content-length")) {
            assertThat(headers).containsEntry("content-length", Integer.toString(body.length()));
        }
        channel.finishAndReleaseAll();
    }

    private static String sent(EmbeddedChannel channel) {
        StringBuilder sent = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            sent.append(part.toString(ISO_8859_1));
            part.release();
        }
        return sent.toString();
    }
}
