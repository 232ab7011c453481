package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class HandlerOptionsTest {

    private static final AssetSource SOURCE = AssetSource.memory(Map.of(
            "app.html", "<p>app".getBytes(UTF_8),
            "page", "<html>".getBytes(UTF_8),
            "app.3f2a9c1b.js", "1".getBytes(UTF_8),
            "v7/app.js", "2".getBytes(UTF_8)));

    private static WebResponse get(Consumer<AssetHandlerOptions> configure, String target) {
        AssetHandler handler = AssetHandler.create(SOURCE, configure);
        List<WebResponse> responses = new ArrayList<>();
        Map<String, String> fields = Map.of("accept", "text/html");
        handler.handle(new WebRequest("GET", target, fields::get), Runnable::run, responses::add);
        return responses.get(0);
    }

    @Test
    void standsInForNothingUnlessTold() {
        assertThat(get(options -> {}, "/users/7").status()).isEqualTo(404);
        assertThat(get(options -> options.pageFallback("/app.html"), "/users/7").status())
                .isEqualTo(200);
    }

    @Test
    void refusesAFallbackThatIsNotThere() {
        assertThatThrownBy(() -> get(options -> options.pageFallback("/none.html"), "/"))
                .isInstanceOf(AssetException.class)
                .hasMessage("pageFallback: /none.html (expected: a file of the source)");
        assertThatThrownBy(() -> get(options -> options.pageFallback("app.html"), "/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pageFallback: app.html (expected: a path such as /index.html)");
    }

    @Test
    void keepsWhatTheApplicationSaysIsImmutable() {
        Consumer<AssetHandlerOptions> byFolder = options -> options.immutableNames(path -> path.startsWith("/v7/"));

        assertThat(get(options -> {}, "/app.3f2a9c1b.js").headers().get("Cache-Control"))
                .isEqualTo("public, max-age=31536000, immutable");
        assertThat(get(options -> {}, "/v7/app.js").headers()).containsEntry("Cache-Control", "no-cache");
        assertThat(get(byFolder, "/v7/app.js").headers().get("Cache-Control")).contains("immutable");
        assertThat(get(byFolder, "/app.3f2a9c1b.js").headers()).containsEntry("Cache-Control", "no-cache");
    }

    @Test
    void findsPagesInContentOnlyIfTheApplicationVouchesForIt() {
        WebResponse text = get(options -> {}, "/page");
        WebResponse page = get(AssetHandlerOptions::sniffPages, "/page");

        assertThat(text.headers())
                .containsEntry("Content-Type", "text/plain; charset=utf-8")
                .doesNotContainKey("Content-Security-Policy");
        assertThat(page.headers())
                .containsEntry("Content-Type", "text/html; charset=utf-8")
                .containsKey("Content-Security-Policy");
    }
}
