package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** However files are found: by the same names the same ones. */
final class AssetTableTest {

    private static final List<String> SEGMENTS =
            List.of("a", "b", "index", "a.html", "index.html", ".html", "\u00e4", "");

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            name.append('/').append(SEGMENTS.get(random.nextInt(SEGMENTS.size())));
        }
        return name.toString();
    }

    private static Map<String, byte[]> files(Random random) {
        Map<String, byte[]> files = new TreeMap<>(Map.of("/z", new byte[0]));
        for (int i = 0; i < 12; i++) {
            String path = name(random);
            if (!path.endsWith("/") && !path.contains("//")) {
                files.put(path, new byte[] {(byte) i});
            }
        }
        return files;
    }

    private static AssetTable bundle(Map<String, byte[]> files) {
        BundleBuilder builder = new BundleBuilder().mediaType("text/plain");
        int content = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            builder.content(file.getValue()).path(file.getKey(), 0, content++);
        }
        return AssetBundle.of("all", builder.build()).table();
    }

    /** Each file in one of two layers; the lower has other files of the upper one's paths, too. */
    private static AssetTable layers(Random random, Map<String, byte[]> files) {
        Map<String, byte[]> upper = new TreeMap<>();
        Map<String, byte[]> lower = new TreeMap<>();
        files.forEach((path, bytes) -> {
            boolean isUpper = random.nextBoolean();
            (isUpper ? upper : lower).put(path, bytes);
            if (isUpper && random.nextBoolean()) {
                lower.put(path, new byte[] {99});
            }
        });
        return AssetTable.of(AssetSource.overlay(AssetSource.memory(upper), AssetSource.memory(lower)));
    }

    @Test
    void findsTheSameInAListInABundleAndInLayers() {
        Random random = new Random(8);
        int hits = 0;
        for (int round = 0; round < 500; round++) {
            Map<String, byte[]> files = files(random);
            AssetTable list = AssetTable.of(AssetSource.memory(files));
            AssetTable bundle = bundle(files);
            AssetTable layers = layers(random, files);
            List<String> names = new ArrayList<>(files.keySet());
            Stream.generate(() -> name(random)).limit(30).forEach(names::add);
            for (String name : names) {
                Asset expected = list.find(name);
                hits += expected == null ? 0 : 1;
                for (AssetTable table : List.of(bundle, layers)) {
                    for (String time : List.of("first", "second")) {
                        assertThat(tag(table.find(name)))
                                .as("%s of %s, %s time", name, files.keySet(), time)
                                .isEqualTo(tag(expected));
                    }
                }
            }
            assertThat(paths(bundle)).isEqualTo(paths(list)).isEqualTo(paths(layers));
            assertThat(bundle.size()).isEqualTo(layers.size()).isEqualTo(files.size());
        }
        assertThat(hits).isGreaterThan(5_000);
    }

    private static String tag(Asset asset) {
        return asset == null ? "none" : asset.path() + asset.etag();
    }

    private static List<String> paths(AssetTable table) {
        return table.files().stream().map(Asset::path).sorted().toList();
    }
}
