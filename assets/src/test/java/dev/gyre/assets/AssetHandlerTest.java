package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AssetHandlerTest {

    private static final Executor HERE = Runnable::run;

    private final AssetHandler handler = AssetHandler.of(
            AssetSource.memory(Map.of(
                    "index.html", "<p>front".getBytes(UTF_8),
                    "a.js", "0123456789".getBytes(UTF_8),
                    "d\u00f6cs/index.html", "docs".getBytes(UTF_8),
                    ".well-known/x", "listed".getBytes(UTF_8))),
            policy -> policy.allow("img-src", "data:").allow("frame-ancestors", "https://me.example"));

    private WebResponse ask(String method, String target, Map<String, String> headers) {
        return ask(handler, HERE, method, target, headers);
    }

    private static WebResponse ask(
            AssetHandler handler, Executor io, String method, String target, Map<String, String> headers) {
        List<WebResponse> responses = new ArrayList<>();
        handler.handle(new WebRequest(method, target, headers::get), io, responses::add);
        assertThat(responses).hasSize(1);
        return responses.get(0);
    }

    private WebResponse get(String target) {
        return ask("GET", target, Map.of());
    }

    private static String text(WebResponse response) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate((int) response.body().length());
        int count = 0;
        while (bytes.hasRemaining() && count >= 0) {
            count = response.body().read(bytes);
        }
        response.body().close();
        return new String(bytes.array(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 200",
        "GET, /a.js, 200",
        "GET, /d%C3%B6cs, 308",
        "GET, /.well-known/x, 200",
        "GET, /A.js, 404",
        "GET, /none, 404",
        "GET, /a.js/, 404",
        "GET, /%2e%2e/a.js, 404",
        "HEAD, /a.js, 200",
        "HEAD, /none, 404",
        "OPTIONS, /a.js, 403",
        "POST, /a.js, 405",
        "TRACE, /none, 405",
        "get, /a.js, 405",
    })
    void answersWithTheSecurityFieldsWhateverTheStatus(String method, String target, int status) throws Exception {
        WebResponse response = ask(method, target, Map.of());

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers())
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Cross-Origin-Resource-Policy", "same-origin")
                .containsEntry("Cross-Origin-Opener-Policy", "same-origin")
                .containsEntry("Referrer-Policy", "same-origin")
                .containsEntry("X-Frame-Options", "DENY")
                .containsKeys("Content-Type", "Cache-Control")
                .doesNotContainKeys("Server", "Access-Control-Allow-Origin");
        assertThat(text(response)).doesNotContain(target.substring(1) + " ");
        assertThat(response.body().length() == 0).isEqualTo(method.equals("HEAD"));
    }

    @Test
    void givesPagesThePolicyAsTheApplicationExtendedIt() {
        assertThat(get("/").headers())
                .containsEntry(
                        "Content-Security-Policy",
                        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors https://me.example; "
                                + "img-src 'self' data:");
        assertThat(get("/a.js").headers()).doesNotContainKey("Content-Security-Policy");
        assertThat(new ContentSecurityPolicy())
                .hasToString("default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "a,b", "a\r\nX: y", "\u00fc"})
    void refusesAPolicyThatWouldEndTheField(String word) {
        ContentSecurityPolicy policy = new ContentSecurityPolicy();

        assertThatThrownBy(() -> policy.allow("img-src", word))
                .hasMessage("source: " + word + " (expected: visible ASCII without spaces, semicolons and commas)");
        assertThatThrownBy(() -> policy.allow(word, "data:")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsTheMethodsThatItKnows() {
        assertThat(ask("PUT", "/a.js", Map.of()).headers()).containsEntry("Allow", "GET, HEAD");
    }

    @Test
    void leadsToAFolderByItsEncodedName() {
        assertThat(get("/d%C3%B6cs?a=1&b").headers()).containsEntry("Location", "/d%C3%B6cs/?a=1&b");
    }

    @Test
    void saysNothingNewToWhoHasIt() {
        String etag = get("/a.js").headers().get("ETag");

        WebResponse response = ask("GET", "/a.js", Map.of("if-none-match", "\"x\", W/" + etag));

        assertThat(response.status()).isEqualTo(304);
        assertThat(response.body().length()).isZero();
        assertThat(response.headers()).containsEntry("ETag", etag).doesNotContainKey("Content-Length");
        assertThat(ask("HEAD", "/a.js", Map.of("if-none-match", "*")).status()).isEqualTo(304);
        assertThat(ask("GET", "/a.js", Map.of("if-none-match", "\"x\"")).status())
                .isEqualTo(200);
        assertThat(ask("GET", "/none", Map.of("if-none-match", "*")).status()).isEqualTo(404);
    }

    @Test
    void servesAPartWhileTheValidatorHolds() throws Exception {
        String etag = get("/a.js").headers().get("ETag");

        WebResponse part = ask("GET", "/a.js", Map.of("range", "bytes=2-4", "if-range", etag));
        WebResponse whole = ask("GET", "/a.js", Map.of("range", "bytes=2-4", "if-range", "\"old\""));

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.headers())
                .containsEntry("Content-Range", "bytes 2-4/10")
                .containsEntry("Content-Length", "3");
        assertThat(text(part)).isEqualTo("234");
        assertThat(whole.status()).isEqualTo(200);
        assertThat(ask("HEAD", "/a.js", Map.of("range", "bytes=2-4")).status()).isEqualTo(200);
        assertThat(ask("GET", "/a.js", Map.of("range", "bytes=10-")).status()).isEqualTo(416);
    }

    @Test
    void answersBusyWhenIoRefuses(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("a.txt"), "a");
        AssetHandler files = AssetHandler.of(AssetSource.directory(folder), policy -> {});
        Executor full = task -> {
            throw new RejectedExecutionException("full");
        };

        assertThat(ask(files, full, "GET", "/a.txt", Map.of()).status()).isEqualTo(503);
        assertThat(ask(files, full, "GET", "/none", Map.of()).status()).isEqualTo(404);
    }

    @Test
    void seesAnEditAndADeletionWithoutReload(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "first");
        AssetHandler files = AssetHandler.of(AssetSource.directory(folder, Duration.ZERO), policy -> {});
        WebResponse first = ask(files, HERE, "GET", "/a.txt", Map.of());
        assertThat(text(first)).isEqualTo("first");
        Files.writeString(file, "second!");

        Map<String, String> condition = Map.of("if-none-match", first.headers().get("ETag"));
        assertThat(text(ask(files, HERE, "GET", "/a.txt", condition))).isEqualTo("second!");

        Files.delete(file);
        assertThat(ask(files, HERE, "GET", "/a.txt", Map.of()).status()).isEqualTo(404);
    }
}
