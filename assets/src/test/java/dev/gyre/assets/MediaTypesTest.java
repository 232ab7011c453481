package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaTypesTest {

    @ParameterizedTest
    @CsvSource({
        "/index.html, text/html; charset=utf-8",
        "/INDEX.HTML, text/html; charset=utf-8",
        "app.js, text/javascript; charset=utf-8",
        "/a.b/c.mjs, text/javascript; charset=utf-8",
        "/style.css, text/css; charset=utf-8",
        "/data.json, application/json; charset=utf-8",
        "/app.js.map, application/json; charset=utf-8",
        "/logo.svg, image/svg+xml; charset=utf-8",
        "/site.webmanifest, application/manifest+json; charset=utf-8",
        "/photo.JPG, image/jpeg",
        "/font.woff2, font/woff2",
        "/module.wasm, application/wasm",
        "/favicon.ico, image/vnd.microsoft.icon",
        "/film.mp4, video/mp4",
        "/archive.tar.gz, application/gzip",
        ".html, text/html; charset=utf-8",
        "/setup.exe, application/octet-stream",
        "/track.gpx, application/gpx+xml; charset=utf-8",
        "/segment.m4s, video/iso.segment",
        "/scan.exr, image/aces",
    })
    void knowsTheTypesOfTheWeb(String path, String type) {
        assertThat(MediaTypes.ofPath(path)).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/folder.js/file",
                "/file.",
                "/file.unknown",
                "/file.js ",
                "/html",
                "html",
                "/file.\u017ftml",
                "/file.htm\u0131",
                "/x.aaaaaaaaaaaahtml",
                "/x.a.averyverylongextension",
                "/x.js-",
                "/x.html0000000000000000"
            })
    void callsTheRestBytes(String path) {
        assertThat(MediaTypes.ofPath(path)).isEqualTo("application/octet-stream");
    }

    @Test
    void findsEveryTypeOfItsTableInAnyCase() {
        Map<String, String> table = new HashMap<>();
        MediaTypeTable.forEach((extension, type) ->
                assertThat(table.put(extension, type)).as(extension).isNull());

        assertThat(table).hasSizeGreaterThan(240);
        assertThat(table.values().stream().distinct().count()).isGreaterThan(150);
        assertThat(table.values())
                .allSatisfy(type -> assertThat(MediaType.parse(type))
                        .extracting(MediaType::essence)
                        .isEqualTo(type.replace("; charset=utf-8", "")));
        table.forEach((extension, type) -> {
            assertThat(MediaTypes.ofPath("/x." + extension)).isEqualTo(type);
            assertThat(MediaTypes.ofPath("/x." + extension.toUpperCase(java.util.Locale.ROOT)))
                    .isEqualTo(type);
            assertThat(MediaTypes.ofPath("/x." + extension + "q~")).isEqualTo(MediaTypes.UNKNOWN);
        });
    }

    @Test
    void tellsBytesByNameFromNamesThatSayNothing() {
        assertThat(MediaTypes.byName("/setup.exe")).isEqualTo(MediaTypes.UNKNOWN);
        assertThat(MediaTypes.byName("/setup.unknown")).isNull();
        assertThat(MediaTypes.byName("/LICENSE")).isNull();
    }

    @Test
    void allocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        String[] paths = {"/a/index.html", "/b/Photo.JPG", "/c/none", "/d/x.unknown"};
        lookUp(paths, 10_000);

        long before = threads.getCurrentThreadAllocatedBytes();
        int characters = lookUp(paths, 100_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(characters).isPositive();
        assertThat(allocated).isLessThan(100_000);
    }

    private static int lookUp(String[] paths, int times) {
        int characters = 0;
        for (int i = 0; i < times; i++) {
            characters += MediaTypes.ofPath(paths[i & 3]).length();
        }
        return characters;
    }
}
