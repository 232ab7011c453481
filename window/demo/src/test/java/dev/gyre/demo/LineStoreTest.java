package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineStoreTest {

    @Test
    void holdsTheNewestLinesAndGoesOnCounting() {
        LineStore store = new LineStore(3, 1000);
        for (int i = 1; i <= 5; i++) {
            store.add("line " + i);
        }

        LineStore.Snapshot held = store.snapshot();

        assertThat(held.lines())
                .containsExactly(new LogLine(3, "line 3"), new LogLine(4, "line 4"), new LogLine(5, "line 5"));
        assertThat(held.last()).isEqualTo(5);
    }

    @Test
    void holdsFewerLinesWhenTheyAreLong() {
        LineStore store = new LineStore(1000, 10);
        store.add("123456");
        store.add("1234");
        assertThat(store.snapshot().lines()).hasSize(2);

        store.add("1");

        assertThat(store.snapshot().lines()).extracting(LogLine::number).containsExactly(2L, 3L);
    }

    @Test
    void snapshotsStayAsTheyAre() {
        LineStore store = new LineStore();
        LineStore.Snapshot before = store.snapshot();

        store.add("later");

        assertThat(before.lines()).isEmpty();
        assertThat(before.last()).isZero();
    }
}
