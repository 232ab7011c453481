package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HalvingRingTest {

    private final HalvingRing<Integer> ring = new HalvingRing<>();

    @Test
    void keepsOrderWhileItGrowsAndShrinks() {
        int next = 0;
        for (int i = 0; i < 5_000; i++) {
            ring.offer(i);
            if (i % 3 == 0) {
                assertThat(ring.poll()).isEqualTo(next++);
            }
        }
        while (next < 5_000) {
            assertThat(ring.poll()).isEqualTo(next++);
        }

        assertThat(ring).isEmpty();
        assertThat(ring.poll()).isNull();
    }

    @Test
    void resizesTwiceForEachPairAtTheBoundary() {
        for (int i = 0; i < HalvingRing.SMALLEST; i++) {
            ring.offer(i);
        }

        for (int i = 0; i < 10; i++) {
            ring.offer(i);
            ring.poll();
        }

        assertThat(ring.resizes()).isEqualTo(20);
    }

    @Test
    void neverResizesAtASteadyDepth() {
        for (int i = 0; i < 40; i++) {
            ring.offer(i);
        }

        for (int i = 0; i < 1_000; i++) {
            ring.offer(i);
            ring.poll();
        }

        assertThat(ring.resizes()).isZero();
    }
}
