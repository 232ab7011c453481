package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.BrowserBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A page in development shows what was saved. */
class DevModePageTest {

    private static final String PAGE = """
            <!doctype html>
            <title>page</title>
            <link rel="icon" href="icon.svg">
            <link rel="stylesheet" href="style.css">
            <h1>%s</h1>
            <p id="state"></p>
            <script type="module" src="app.js"></script>
            """;

    private static final String SCRIPT = """
            import { connection } from "/gyre/gyre.js";
            connection.on("state", (state) => {
              document.querySelector("#state").textContent = state + " " + connection.generation;
            });
            """;

    private static final String COLOR = "return getComputedStyle(document.querySelector('h1')).color";

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path profile;

    @TempDir
    private Path folder;

    @Test
    void aStylesheetIsExchangedAndAnythingElseLoadsThePageAnew() throws IOException {
        Files.writeString(folder.resolve("index.html"), PAGE.formatted("one"));
        Files.writeString(folder.resolve("app.js"), SCRIPT);
        Files.writeString(folder.resolve("icon.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
        Path style = Files.writeString(folder.resolve("style.css"), "h1 { color: rgb(1, 2, 3) }");
        try (Chromium browser = Chromium.start(profile);
                Application app = Application.create(options -> options.backend(BrowserBackend.withoutLaunch())
                                .assets(AssetSource.directory(folder))
                                .devMode()
                                .window("main", window -> {}))
                        .start()) {
            browser.open(app.window("main").orElseThrow().link());
            browser.awaitText("#state", "open 1"::equals);
            browser.evaluate("window.kept = true");
            assertThat(browser.evaluate(COLOR)).isEqualTo("rgb(1, 2, 3)");

            Files.writeString(style, "h1 { color: rgb(4, 5, 6) }");
            browser.awaitValue(COLOR, "rgb(4, 5, 6)");
            assertThat(browser.evaluate("return window.kept")).isEqualTo(true);

            Files.writeString(folder.resolve("index.html"), PAGE.formatted("two"));
            browser.awaitText("h1", "two"::equals);
            browser.awaitText("#state", "open 2"::equals);
            assertThat(browser.evaluate("return window.kept")).isNull();
            assertThat(browser.consoleErrors()).isEmpty();
        }
    }
}
