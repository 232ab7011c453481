package dev.gyre.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.AssetChanges;
import dev.gyre.assets.AssetSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application has in development; the demonstration's tests show what a browser makes of it. */
class DevModeTest {

    @Test
    void aChangedFileIsServedAndToldToPages(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("index.html"), "<!doctype html>one");
        try (Application app = Application.create(options -> options.backend(BrowserBackend.withoutLaunch())
                .assets(AssetSource.directory(folder))
                .devMode()
                .window("main", window -> {}))) {
            CompletableFuture<AssetChanges> heard = new CompletableFuture<>();
            app.events().on(AssetChanges.TYPE, heard::complete);
            app.start();

            Files.writeString(folder.resolve("new.html"), "<!doctype html>two");

            assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo(new AssetChanges(List.of("/new.html"), 1));
            assertThat(get(app, "/new.html")).endsWith("two");
            assertThat(get(app, "/gyre/gyre.js"))
                    .contains("export function call(")
                    .contains("events.on(\"" + AssetChanges.TYPE.name() + "\"");
            assertThat(get(app, "/gyre/gyre.d.ts")).contains("export function call");
        }
    }

    private static String get(Application app, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(app.origin() + path)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
