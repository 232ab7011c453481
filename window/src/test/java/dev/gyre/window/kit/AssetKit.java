package dev.gyre.window.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gyre.window.Window;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Part of {@link BackendKit}: what assets and routes promise, and refuse, they do in the pages of a backend too. */
abstract class AssetKit extends MessageKit {

    private static final String SCRIPT = "/page.js";

    AssetKit() {}

    /** A page gets its assets with what protects it, again only if they have changed, and in parts. */
    @Test
    public void aPageGetsItsAssetsByTheRules() throws InterruptedException {
        Window main = startWithAssets();

        Map<?, ?> whole = ask(main, SCRIPT, Map.of());
        assertThat(whole.get("status")).isEqualTo(200);
        assertThat(whole.get("content-type")).asString().startsWith("text/javascript");
        assertThat(whole.get("x-content-type-options")).isEqualTo("nosniff");
        int length = (Integer) whole.get("length");
        String tag = String.valueOf(whole.get("etag"));

        assertThat(ask(main, SCRIPT, Map.of("If-None-Match", tag)).get("status"))
                .isEqualTo(304);
        Map<?, ?> part = ask(main, SCRIPT, Map.of("Range", "bytes=2-5"));
        assertThat(part.get("status")).isEqualTo(206);
        assertThat(part.get("content-range")).isEqualTo("bytes 2-5/" + length);
        assertThat(part.get("length")).isEqualTo(4);
        assertThat(ask(main, SCRIPT, Map.of("Range", "bytes=" + length + "-")).get("status"))
                .isEqualTo(416);
        assertThat(ask(main, "/missing.js", Map.of()).get("status")).isEqualTo(404);
        assertThat(ask(main, "/index.html", Map.of()).get("content-security-policy"))
                .asString()
                .contains("default-src");
    }

    /** What a route answers is for who has the page's token. */
    @Test
    public void aRouteAsksForProof() throws InterruptedException {
        Window main = startWithAssets();

        assertThat(result(main, "unproven", "/api/hello")).isEqualTo(403);
        assertThat(result(main, "fetch", "/api/hello")).isEqualTo(Map.of("status", 200, "text", "Hello"));
    }

    private Window startWithAssets() throws InterruptedException {
        assumeTrue(hasAssets(), "there are no assets");
        return start();
    }

    private Map<?, ?> ask(Window window, String path, Map<String, String> headers) throws InterruptedException {
        @Nullable Object answer = result(window, "ask", Map.of("path", path, "headers", headers));
        assertThat(answer).isInstanceOf(Map.class);
        return (Map<?, ?>) answer;
    }
}
