package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AssetIndexTest {

    private final AssetIndex index = AssetIndex.of(AssetSource.memory(Map.of(
            "index.html", new byte[1],
            "docs/index.html", new byte[2],
            "js/app.js", new byte[3],
            "100%41.txt", new byte[4],
            "a/../up.txt", new byte[5],
            "con", new byte[6])));

    @Test
    void findsFilesAndFoldersByTheirPath() {
        assertThat(index.find("/js/app.js").size()).isEqualTo(3);
        assertThat(index.find("/js/app.js?v=1").size()).isEqualTo(3);
        assertThat(index.find("/js/%61pp.js").size()).isEqualTo(3);
        assertThat(index.find("/").size()).isEqualTo(1);
        assertThat(index.find("/docs/").size()).isEqualTo(2);
        assertThat(index.find("/docs")).isNull();
        assertThat(index.folder("/docs")).isEqualTo("/docs/");
        assertThat(index.folder("/js")).isNull();
    }

    @Test
    void findsAPageByItsNameWithoutExtension() {
        AssetIndex pages = AssetIndex.of(AssetSource.memory(Map.of(
                "about.html", new byte[1],
                "docs.html", new byte[2],
                "docs/index.html", new byte[3],
                "team.html", new byte[4],
                "team", new byte[5],
                "x/.html", new byte[6],
                "old.htm", new byte[7])));

        assertThat(pages.find("/about").size()).isEqualTo(1);
        assertThat(pages.find("/about?x").size()).isEqualTo(1);
        assertThat(pages.find("/about/")).isNull();
        assertThat(pages.find("/docs").size()).isEqualTo(2);
        assertThat(pages.find("/docs/").size()).isEqualTo(3);
        assertThat(pages.find("/team").size()).isEqualTo(5);
        assertThat(pages.find("/index")).isNull();
        assertThat(pages.find("/docs/index")).isNull();
        assertThat(pages.find("/x/")).isNull();
        assertThat(pages.find("/old")).isNull();
        assertThat(pages.size()).isEqualTo(7);
    }

    @Test
    void decodesATargetBeforeItComparesIt() {
        assertThat(index.find("/100%41.txt")).isNull();
        assertThat(index.find("/100A.txt")).isNull();
    }

    @Test
    void leavesOutWhatNoRequestCanName() {
        assertThat(index.size()).isEqualTo(3);
        assertThat(index.find("/con")).isNull();
        assertThat(index.find("/a/../up.txt")).isNull();
        assertThat(index.find("/up.txt")).isNull();
    }

    @Test
    void takesDotSegmentsOutAndNamesWithADotAsTheyAre() {
        AssetIndex dots =
                AssetIndex.of(AssetSource.memory(Map.of("docs/.well-known/a", new byte[1], "b", new byte[2])));

        assertThat(dots.find("/docs/.well-known/a").size()).isEqualTo(1);
        assertThat(dots.find("/docs/./.well-known/a").size()).isEqualTo(1);
        assertThat(dots.find("/docs/../b").size()).isEqualTo(2);
        assertThat(dots.find("/../b")).isNull();
        assertThat(dots.find("b")).isNull();
    }

    @Test
    void allocatesNothingOnAHit() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long size = find(10_000);

        long before = threads.getCurrentThreadAllocatedBytes();
        size += find(100_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(size).isEqualTo(110_000L * 3);
        assertThat(allocated).isLessThan(100_000);
    }

    private long find(int times) {
        long size = 0;
        for (int i = 0; i < times; i++) {
            size += index.find("/js/app.js").size();
        }
        return size;
    }
}
