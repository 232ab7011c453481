package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.assets.Asset;
import dev.gyre.assets.AssetSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AssetTreesTest {

    @TempDir
    Path root;

    private List<Asset> assets() {
        return AssetSource.directory(root).assets();
    }

    @Test
    void laysTwentyOneFontsBesideFortyAssets() {
        AssetTrees.fonts(root, 21);

        assertThat(assets()).hasSize(61);
        assertThat(assets())
                .filteredOn(asset -> asset.size() == AssetTrees.FONT)
                .hasSize(21);
        assertThat(assets())
                .filteredOn(asset -> asset.path().startsWith("/site/"))
                .hasSize(40);
    }

    @Test
    void laysTheSameSiteEachTime() throws Exception {
        Path other = Files.createDirectory(root.resolve("other"));
        Path one = Files.createDirectory(root.resolve("one"));
        AssetTrees.site(one, 200);
        AssetTrees.site(other, 200);

        for (Asset asset : AssetSource.directory(one).assets()) {
            String path = asset.path().substring(1);
            assertThat(Files.mismatch(one.resolve(path), other.resolve(path))).isEqualTo(-1);
        }
        assertThat(AssetSource.directory(one).assets().stream().collect(Collectors.averagingLong(Asset::size)))
                .isBetween(8_000.0, 20_000.0);
    }

    @Test
    void takesNpmPackagesFromTheClassPath() {
        AssetTrees.npm(root, "uplot/1.6.30");

        assertThat(assets()).map(Asset::path).contains("/uplot/1.6.30/dist/uPlot.min.css");
        assertThatThrownBy(() -> AssetTrees.npm(root, "none/1"))
                .hasMessage("npm package: none/1 (expected: one on the class path)");
    }

    @Test
    void armsOfStage17CountWhatCopiesTake() {
        Stage17Duplicates stage = new Stage17Duplicates();
        ByteCounters naive = new ByteCounters();
        ByteCounters gyre = new ByteCounters();
        stage.lay();

        stage.naive(naive);
        stage.gyre(gyre);

        assertThat(naive.duplicatesGonePercent()).isBetween(-1.0, 1.0);
        assertThat(gyre.duplicatesGonePercent()).isBetween(99.9, 100.0);
    }
}
