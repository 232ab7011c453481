package dev.gyre.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.BrowserBackend;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a page in a real browser gets of the assets it asks for by script. */
class AssetsPageTest {

    /** More than one request takes. */
    private static final int MANY = 200;

    private static final int LARGE = 2_000_000;

    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path profile;

    private static Chromium browser;
    private static Application app;

    @BeforeAll
    static void openPage() {
        browser = Chromium.start(profile);
        app = Application.create(options -> options.backend(BrowserBackend.withoutLaunch())
                        .assets(AssetSource.memory(files()))
                        .window("main", window -> {}))
                .start();
        browser.open(app.window("main").orElseThrow().link());
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
            app.close();
        }
    }

    private static Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("index.html", "<!doctype html><title>assets</title>".getBytes(UTF_8));
        files.put("icons/a&b \u00fc.svg", "<svg/>".getBytes(UTF_8));
        files.put("large.txt", "x".repeat(LARGE).getBytes(UTF_8));
        for (int i = 0; i < MANY; i++) {
            files.put("many/" + i + ".json", ("{\"number\":" + i + "}").getBytes(UTF_8));
        }
        return files;
    }

    /** Runs the body of an async function to its end. */
    private static Object inPage(String body) {
        return browser.evaluateAsync("""
                const done = arguments[0];
                const run = async () => {
                  const { assets } = await import("/gyre/assets.js");
                  %s
                };
                run().then(done, (error) => done("failed: " + error));
                """.formatted(body));
    }

    @Test
    void manyAssetsComeInFewResponsesInTheirOrder() {
        Object got = inPage("""
                performance.clearResourceTimings();
                const all = await assets(Array.from({ length: 200 }, (_, i) => `many/${i}.json`));
                const numbers = await Promise.all(all.map(async (one) => (await one.json()).number));
                const requests = performance.getEntriesByType("resource").length;
                return numbers.every((number, i) => number === i) + " " + numbers.length + " " + requests;
                """);

        assertThat(got).isEqualTo("true 200 2");
    }

    @Test
    void anAssetIsWhatAFetchOfItAloneWouldGive() {
        Object got = inPage("""
                const path = "/icons/a&b \u00fc.svg";
                const [one, none] = await assets([path, "none.json"]);
                const alone = await fetch(encodeURI(path));
                const same = ["content-type", "etag"].every((name) => one.headers.get(name) === alone.headers.get(name));
                return [same, one.status, await one.text() === await alone.text(), none.status, none.ok].join();
                """);

        assertThat(got).isEqualTo("true,200,true,404,false");
    }

    @Test
    void aLargeOneIsFetchedAlone() {
        Object got = inPage("""
                const [large, small] = await assets(["large.txt", "many/7.json"]);
                return (await large.text()).length + " " + await small.text();
                """);

        assertThat(got).isEqualTo(LARGE + " {\"number\":7}");
    }

    @Test
    void aForeignPathAndAnAbortedRequestFail() {
        assertThat(inPage("return assets(['http://example.com/a']);"))
                .asString()
                .isEqualTo("failed: TypeError: path: http://example.com/a (expected: one of " + app.origin() + ")");
        assertThat(inPage("return assets(['many/1.json'], { signal: AbortSignal.abort() });"))
                .asString()
                .startsWith("failed: AbortError");
    }

    /** Chromium asks for parts of identity alone, so that no parts of a packed form ever reach it. */
    @Test
    void severalRangesComeAsTheyWereAskedFor() {
        Object got = inPage("""
                const response = await fetch("/large.txt", { headers: { Range: "bytes=0-4,10-14" } });
                const text = await response.text();
                return [response.status, response.headers.get("content-encoding"), text.match(/xxxxx/g).length].join();
                """);

        assertThat(got).isEqualTo("206,,2");
    }
}
