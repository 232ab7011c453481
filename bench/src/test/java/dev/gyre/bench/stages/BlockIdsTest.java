package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BlockIdsTest {

    private static final int THREADS = 4;
    private static final int EACH = 10 * BlockIds.BLOCK + 1;

    @Test
    void countsFromOneForASingleThread() {
        BlockIds ids = new BlockIds();

        for (long expected = 1; expected <= 2 * BlockIds.BLOCK + 1; expected++) {
            assertThat(ids.next()).isEqualTo(expected);
        }
    }

    @Test
    void givesNoIdTwiceWhateverTheThread() throws Exception {
        BlockIds ids = new BlockIds();
        Set<Long> given = ConcurrentHashMap.newKeySet();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> takers = new ArrayList<>();

        for (int i = 0; i < THREADS; i++) {
            takers.add(pool.submit(() -> take(ids, given, start)));
        }
        for (Future<?> taker : takers) {
            taker.get(30, TimeUnit.SECONDS);
        }
        pool.shutdown();

        assertThat(given).hasSize(THREADS * EACH).doesNotContain(0L);
    }

    private static Void take(BlockIds ids, Set<Long> given, CyclicBarrier start) throws Exception {
        start.await(30, TimeUnit.SECONDS);
        for (int i = 0; i < EACH; i++) {
            given.add(ids.next());
        }
        return null;
    }
}
