package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Buffers, arguments and results are used again by the next call: none may see what another was given. */
class StampedCallsTest {

    private static final int THREADS = 8;
    private static final int SESSIONS = 4;
    private static final int CALLS = 100_000;

    /** Calls of one thread under way at once; two threads share a session, which may have 64. */
    private static final int AT_ONCE = 25;

    private final Stamps stamps = new Stamps();
    private final World world = World.of(stamps);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void noneOfAHundredThousandSeesTheDataOfAnother() {
        List<PageClient> pages = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            PageWindow window = world.ipc.open("window " + i, Capabilities.of(calls("Stamps.*")));
            pages.add(PageClient.open(world.ipc, window));
        }
        CountDownLatch done = new CountDownLatch(THREADS);

        for (int i = 0; i < THREADS; i++) {
            PageClient page = pages.get(i % SESSIONS);
            long first = (long) i * CALLS;
            new Thread(() -> callMany(page, first, done), "stamping-" + i).start();
        }
        World.await(done);

        pages.forEach(PageClient::close);
        assertThat(stamps.wrong).isEmpty();
        assertThat(stamps.right.sum()).isEqualTo(CALLS);
        assertThat(stamps.heard.sum()).isEqualTo(CALLS);
    }

    private void callMany(PageClient page, long first, CountDownLatch done) {
        try {
            for (int n = 0; n < CALLS / THREADS; n += AT_ONCE) {
                callAtOnce(page, first + n);
            }
        } catch (RuntimeException e) {
            stamps.wrong.add(e.toString());
        } finally {
            done.countDown();
        }
    }

    private void callAtOnce(PageClient page, long first) {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (long stamp = first; stamp < first + AT_ONCE; stamp++) {
            answers.add(call(page, stamp));
        }
        answers.forEach(CompletableFuture::join);
    }

    /** One of each sort: a value, bytes, a value of later, items, and items both ways. */
    private CompletableFuture<?> call(PageClient page, long stamp) {
        String text = text(stamp);
        return switch ((int) (stamp % 25)) {
            case 0 ->
                page.callAsync("Stamps.bytes", stamp, bytes(stamp))
                        .thenAccept(given ->
                                check(stamp, given instanceof byte[] back ? new String(back, UTF_8) : given, text));
            case 1 ->
                page.stream(Stamped.class, "Stamps.items", new Stamped(stamp, text))
                        .map(Stamped::text)
                        .collectList()
                        .doOnNext(items -> check(stamp, items, List.of(text + 0, text + 1, text + 2)))
                        .toFuture();
            case 2 ->
                page.callAsync("Stamps.joined", stamp, Flux.just(text, "-", text))
                        .thenAccept(given -> check(stamp, given, text + "-" + text));
            case 3 ->
                page.callAsync("Stamps.later", new Stamped(stamp, text)).thenAccept(given -> check(stamp, given, text));
            default ->
                page.callAsync("Stamps.value", new Stamped(stamp, text)).thenAccept(given -> check(stamp, given, text));
        };
    }

    private void check(long stamp, Object given, Object expected) {
        if (given.equals(expected)) {
            stamps.right.increment();
        } else {
            stamps.wrong.add(stamp + " was answered " + given);
        }
    }

    private static String text(long stamp) {
        return (Long.toString(stamp, 36) + ".").repeat(1 + (int) (stamp % 53));
    }

    private static byte[] bytes(long stamp) {
        return text(stamp).getBytes(UTF_8);
    }

    record Stamped(long stamp, String text) {}

    static final class Stamps {
        final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        final LongAdder right = new LongAdder();
        final LongAdder heard = new LongAdder();

        @Binding
        String value(Stamped stamped) {
            return heard(stamped.stamp, stamped.text);
        }

        @Binding
        Mono<String> later(Stamped stamped) {
            return Mono.delay(Duration.ofMillis(1)).map(any -> heard(stamped.stamp, stamped.text));
        }

        @Binding
        byte[] bytes(long stamp, ByteBuffer given) {
            byte[] copy = Arrays.copyOfRange(given.array(), given.arrayOffset(), given.limit());
            heard(stamp, new String(copy, UTF_8));
            return copy;
        }

        @Binding
        Flux<Stamped> items(Stamped stamped) {
            heard(stamped.stamp, stamped.text);
            return Flux.range(0, 3).map(i -> new Stamped(stamped.stamp, stamped.text + i));
        }

        @Binding
        Mono<String> joined(long stamp, Flux<String> words) {
            return words.collectList().map(all -> {
                heard(stamp, all.get(0));
                return String.join("", all);
            });
        }

        private String heard(long stamp, String text) {
            heard.increment();
            if (!text.equals(text(stamp))) {
                wrong.add(stamp + " was given " + text);
            }
            return text;
        }
    }
}
