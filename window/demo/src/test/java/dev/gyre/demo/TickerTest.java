package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.event.Registration;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TickerTest {

    private final Ticker ticker = new Ticker("ticker under test");

    @AfterEach
    void close() {
        ticker.close();
    }

    @Test
    void doesAllWorkOnItsOneThread() throws InterruptedException {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        ticker.every(Duration.ofMillis(1), "one", () -> threads.add(Thread.currentThread()));
        ticker.every(Duration.ofMillis(1), "two", () -> threads.add(Thread.currentThread()));

        Thread first = Waits.next(threads);

        assertThat(first.getName()).isEqualTo("ticker under test");
        for (int i = 0; i < 10; i++) {
            assertThat(Waits.next(threads)).isSameAs(first);
        }
    }

    @Test
    void triesAgainAfterARoundThatThrew() {
        AtomicInteger rounds = new AtomicInteger();
        ticker.every(Duration.ofMillis(1), "the failing round", () -> {
            if (rounds.incrementAndGet() < 3) {
                throw new IllegalStateException("round " + rounds);
            }
        });

        Waits.until(() -> rounds.get() >= 4);
    }

    @Test
    void stopsWorkThatIsTakenBack() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        Registration work = ticker.every(Duration.ofMillis(1), "work", rounds::incrementAndGet);
        Waits.until(() -> rounds.get() > 0);

        work.close();

        BlockingQueue<String> marks = new LinkedBlockingQueue<>();
        ticker.every(Duration.ofMillis(1), "marks", () -> marks.add("mark"));
        Waits.next(marks);
        int after = rounds.get();
        Waits.next(marks);
        Waits.next(marks);
        assertThat(rounds).hasValue(after);
    }

    @Test
    void endsItsThread() throws InterruptedException {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        ticker.every(Duration.ofMillis(1), "work", () -> threads.add(Thread.currentThread()));
        Thread thread = Waits.next(threads);

        ticker.close();

        thread.join(Waits.PATIENCE.toMillis());
        assertThat(thread.isAlive()).isFalse();
        assertThatThrownBy(() -> ticker.every(Duration.ofMillis(1), "more", () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ticker: closed (expected: open, to begin more)");
    }

    @Test
    void letsTheRoundEndThatRunsAsItIsClosed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        ticker.every(Duration.ofHours(1), "a round", () -> {
            begun.countDown();
            Waits.until(this::isClosed);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos()); // long enough for an interrupt, which would end it
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        begun.await(Waits.PATIENCE.toSeconds(), TimeUnit.SECONDS);

        ticker.close();

        assertThat(interrupted).isCompletedWithValue(false);
    }

    private boolean isClosed() {
        try {
            ticker.every(Duration.ofHours(1), "a question", () -> {}).close();
            return false;
        } catch (IllegalStateException closed) {
            return true;
        }
    }
}
