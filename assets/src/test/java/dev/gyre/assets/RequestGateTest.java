package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In every case PORT stands for the server's own port, and OTHER for another one. */
final class RequestGateTest {

    @TempDir
    static Path temp;

    private static AssetServer server;

    @BeforeAll
    static void start() throws IOException {
        Path root = Files.createDirectories(temp.resolve("root"));
        Files.createDirectories(root.resolve("docs"));
        Files.createDirectories(root.resolve("dir..with..dots"));
        Files.writeString(root.resolve("a.txt"), "page");
        Files.writeString(root.resolve("50%.txt"), "half");
        Files.writeString(root.resolve("dir..with..dots/x..txt"), "dots");
        Files.writeString(root.resolve("\u00fcn\u00ef.txt"), "accents");
        Files.writeString(root.resolve(".env"), "secret");
        Files.writeString(temp.resolve("secret.txt"), "secret");
        Files.createDirectories(temp.resolve("root-sibling"));
        Files.writeString(temp.resolve("root-sibling/secret.txt"), "secret");
        server = AssetServer.start(options -> options.source(AssetSource.directory(root))
                .runtimeSource(AssetSource.memory(Map.of("gyre.js", "js".getBytes(UTF_8)))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String filled(String template) {
        int other = server.port() == 65_535 ? 1 : server.port() + 1;
        return template.replace("PORT", Integer.toString(server.port())).replace("OTHER", Integer.toString(other));
    }

    private static Wire.Reply send(String head) throws IOException {
        Wire.Reply reply = Wire.ask(server.port(), filled(head));
        assertThat(reply.headers())
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("cross-origin-resource-policy", "same-origin")
                .containsEntry("cross-origin-opener-policy", "same-origin")
                .containsEntry("referrer-policy", "same-origin")
                .containsEntry("x-frame-options", "DENY")
                .doesNotContainKeys("server", "access-control-allow-origin", "access-control-allow-methods");
        return reply;
    }

    private static void refuses(String head, int status, Refusal reason) throws IOException {
        long before = server.refused(reason);

        Wire.Reply reply = send(head);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text()).doesNotContain("page").startsWith(status + " ").hasSizeLessThan(60);
        assertThat(reply.header("connection")).isEqualTo("close");
        assertThat(server.refused(reason)).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:PORT", "localhost:PORT", "LOCALHOST:PORT", "LocalHost:PORT"})
    void knowsItsNames(String host) throws IOException {
        assertThat(send("GET /a.txt HTTP/1.1\r\nHost: " + host + "\r\n\r\n").text())
                .isEqualTo("page");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "example.com:PORT",
                "127.0.0.1",
                "localhost",
                "127.0.0.1:OTHER",
                "localhost:OTHER",
                "127.0.0.1:",
                "127.0.0.1:0",
                "127.0.0.1:0PORT",
                "127.0.0.2:PORT",
                "127.1:PORT",
                "0.0.0.0:PORT",
                "0x7f.0.0.1:PORT",
                "2130706433:PORT",
                "017700000001:PORT",
                "[::1]:PORT",
                "[::]:PORT",
                "[::ffff:127.0.0.1]:PORT",
                "localhost.:PORT",
                "127.0.0.1.:PORT",
                "localhost.localdomain:PORT",
                "127.0.0.1.example.com:PORT",
                "localhost.example.com:PORT",
                "xlocalhost:PORT",
                "127.0.0.1.nip.io:PORT",
                "ip6-localhost:PORT",
                "app.local",
                "127.0.0.1%00:PORT",
                "localhost%2eexample.com:PORT"
            })
    void refusesRequestsForOthers(String host) throws IOException {
        refuses("GET /a.txt HTTP/1.1\r\nHost: " + host + "\r\n\r\n", 421, Refusal.MISDIRECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host:\r\n",
                "Host: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT\r\n",
                "Host: 127.0.0.1:PORT\r\nhost: example.com\r\n",
                "Host: 127.0.0.1:PORT, example.com\r\n",
                "Host: user@127.0.0.1:PORT\r\n",
                "Host: http://127.0.0.1:PORT\r\n",
                "Host: 127.0.0.1:PORT/\r\n",
                "Host: 127.0.0.1:PORT:PORT\r\n",
                "Host: 127.0.0.1:+PORT\r\n",
                "Host: 127.0.0.1:8a\r\n",
                "Host: :PORT\r\n",
                "Host: [::1:PORT\r\n",
                "Host: ::1]:PORT\r\n",
                "Host: []:PORT\r\n",
                "Host: [::1]x:PORT\r\n",
                "Host: 127.0.0.1\\:PORT\r\n",
                "Host: \u00fc\u00ff:PORT\r\n",
                "Host: local host:PORT\r\n",
                "Host: \"localhost\":PORT\r\n"
            })
    void refusesRequestsForNobody(String fields) throws IOException {
        refuses("GET /a.txt HTTP/1.1\r\n" + fields + "\r\n", 400, Refusal.HOST);
    }

    @Test
    void refusesHttp10WithoutHost() throws IOException {
        refuses("GET /a.txt HTTP/1.0\r\n\r\n", 400, Refusal.HOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/a.txt",
                "http://example.com/a.txt",
                "https://127.0.0.1:PORT/a.txt",
                "*",
                "127.0.0.1:PORT",
                "a.txt",
                "\\a.txt",
                "?",
                "file:///etc/passwd"
            })
    void refusesTargetsThatAreNoPath(String target) throws IOException {
        refuses("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400, Refusal.TARGET);
    }

    @Test
    void refusesTunnelsAndTheStarOfOptions() throws IOException {
        refuses("CONNECT 127.0.0.1:PORT HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400, Refusal.TARGET);
        refuses("OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400, Refusal.TARGET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com",
                "null",
                "",
                "http://127.0.0.1:OTHER",
                "http://127.0.0.1",
                "https://127.0.0.1:PORT",
                "http://localhost:PORT",
                "http://127.0.0.1:PORT/",
                "http://127.0.0.1:PORT.example.com",
                "http://127.0.0.1:PORT@example.com",
                "http://127.0.0.1:PORT http://example.com",
                "http://127.0.0.1:PORT, http://example.com",
                "http://xn--127:PORT",
                "ws://127.0.0.1:PORT",
                "HTTP://127.0.0.1:PORT",
                "file://",
                "127.0.0.1:PORT",
                "http://[::1]:PORT",
                "http://127.0.0.1:PORT\r\nOrigin: http://127.0.0.1:PORT",
                "http://127.0.0.1:PORT\r\nOrigin: null"
            })
    void refusesForeignOrigins(String origin) throws IOException {
        refuses("GET /a.txt HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: " + origin + "\r\n\r\n", 403, Refusal.ORIGIN);
        assertThat(send("OPTIONS /a.txt HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: " + origin
                                + "\r\nAccess-Control-Request-Method: PUT\r\n\r\n")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void acceptsItsOwnOriginByTheNameThatWasUsed() throws IOException {
        for (String host : List.of("127.0.0.1:PORT", "localhost:PORT")) {
            String head = "GET /a.txt HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host + "\r\n\r\n";
            assertThat(send(head).text()).isEqualTo("page");
        }
        assertThat(send("OPTIONS /a.txt HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n")
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cross-site",
                "same-site",
                "none",
                "none\r\nSec-Fetch-Mode: no-cors",
                "none\r\nSec-Fetch-Mode: cors",
                "Same-Origin",
                "",
                "same-origin, cross-site",
                "same-origin\r\nSec-Fetch-Site: cross-site",
                "same-site\r\nSec-Fetch-Mode: navigate",
                "cross-site\r\nSec-Fetch-Mode: navigate",
                "unknown"
            })
    void refusesOtherSites(String site) throws IOException {
        refuses(
                "GET /a.txt HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nSec-Fetch-Site: " + site + "\r\n\r\n",
                403,
                Refusal.FETCH_SITE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "same-origin\r\nSec-Fetch-Mode: cors", "none\r\nSec-Fetch-Mode: navigate"})
    void acceptsItsOwnSiteAndTheUser(String site) throws IOException {
        String head = "GET /a.txt HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nSec-Fetch-Site: " + site + "\r\n\r\n";
        assertThat(send(head).text()).isEqualTo("page");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/2.0|example.com|*|null|MALFORMED",
                "HTTP/1.1|example.com:x|*|null|HOST",
                "HTTP/1.1|example.com|*|null|MISDIRECTED",
                "HTTP/1.1|127.0.0.1:PORT|*|null|TARGET",
                "HTTP/1.1|127.0.0.1:PORT|/a.txt|null|ORIGIN",
                "HTTP/1.1|127.0.0.1:PORT|/a.txt|http://127.0.0.1:PORT|FETCH_SITE"
            })
    void checksInOneOrder(String version, String host, String target, String origin, Refusal reason)
            throws IOException {
        refuses(
                "GET " + target + " " + version + "\r\nHost: " + host + "\r\nOrigin: " + origin
                        + "\r\nSec-Fetch-Site: cross-site\r\n\r\n",
                reason.status(),
                reason);
    }

    @ParameterizedTest
    @FieldSource("dev.gyre.assets.Attacks#TRAVERSALS")
    void findsNothingOutside(String target) throws IOException {
        Wire.Reply reply =
                Wire.ask(server.port(), filled("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n"));

        assertThat(reply.status()).isIn(404, 400);
        assertThat(reply.text()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.env",
                "/%2eenv",
                "/root-sibling/secret.txt",
                "/../root-sibling/secret.txt",
                "/a.txt/",
                "/a.txt.",
                "/a.txt%20",
                "/a.txt::$DATA",
                "/A.TXT",
                "/a.txt%00",
                "/con",
                "/@fs/etc/passwd",
                "//etc/passwd",
                "/docs",
                "/docs/",
                "/etc/passwd",
                "/gyre/..%2fa.txt",
                "/?../a.txt"
            })
    void findsNothingThatIsNotListed(String target) throws IOException {
        assertThat(send("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/50%25.txt, half",
        "/dir..with..dots/x..txt, dots",
        "/%C3%BCn%C3%AF.txt, accents",
        "/docs/../a.txt, page",
        "/./a.txt?../../secret.txt, page",
        "/%61.txt, page"
    })
    void servesTheLookAlikesThatMeanNoHarm(String target, String text) throws IOException {
        assertThat(send("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n")
                        .text())
                .isEqualTo(text);
    }

    @Test
    void splitsNoResponse() throws IOException {
        try (Wire wire = new Wire(server.port())) {
            String target = "/docs%0d%0aX-Evil:%201?%0d%0aSet-Cookie:a";
            String all = wire.send(Wire.get(server.port(), target, "Connection: close"))
                    .readToEnd();

            assertThat(all).startsWith("HTTP/1.1 404").doesNotContain("X-Evil", "Set-Cookie");
        }
    }

    @Test
    void answersNothingAfterAMalformedRequest() throws IOException {
        try (Wire wire = new Wire(server.port())) {
            String folded = Wire.get(server.port(), "/a.txt", "X: a", " folded: b");
            String all = wire.send(folded + Wire.get(server.port(), "/a.txt")).readToEnd();

            assertThat(all).startsWith("HTTP/1.1 400").doesNotContain("page");
        }
    }
}
