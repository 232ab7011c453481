package dev.gyre.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IdSourceTest {

    @Test
    void beginsAtOne() {
        IdSource ids = IdSource.create();

        assertThat(ids.next()).isEqualTo(1);
        assertThat(ids.nextInt()).isEqualTo(2);
    }

    @Test
    void skipsZeroWhenSixtyFourBitsWrap() {
        IdSource ids = IdSource.after(-2);

        assertThat(LongStream.range(0, 3).map(any -> ids.next())).containsExactly(-1L, 1L, 2L);
    }

    @Test
    void skipsZeroWhenThirtyTwoBitsWrap() {
        IdSource ids = IdSource.after(0xFFFF_FFFEL);

        assertThat(ids.nextInt()).isEqualTo(-1);
        assertThat(ids.nextInt()).isEqualTo(1);
    }

    @Test
    void goesOnPastTheLargestLong() {
        IdSource ids = IdSource.after(Long.MAX_VALUE);

        assertThat(ids.next()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void givesNoIdTwiceUnderContention() throws InterruptedException {
        int threads = 4;
        int each = 200_000;
        IdSource ids = IdSource.create();
        long[] all = new long[threads * each];
        CountDownLatch go = new CountDownLatch(1);
        Thread[] takers = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            int from = t * each;
            takers[t] = new Thread(() -> {
                BusFixture.await(go);
                for (int i = 0; i < each; i++) {
                    all[from + i] = ids.next();
                }
            });
            takers[t].start();
        }

        go.countDown();
        for (Thread taker : takers) {
            taker.join();
        }

        Arrays.sort(all);
        assertThat(all[0]).isEqualTo(1);
        assertThat(all[all.length - 1]).isEqualTo(all.length);
        assertThat(LongStream.of(all).distinct().count()).isEqualTo(all.length);
    }
}
