package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.event.EventType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/**
 * A thousand pages come and go over a few windows, each at any moment of what another does. {@code -Dgyre.churn.seed}
 * repeats what they decide, though not how their threads meet.
 */
class ChurnTest {

    private static final EventType<Integer> TICK = EventType.of("churn.tick", Integer.class);
    private static final long SEED = Long.getLong("gyre.churn.seed", System.nanoTime());
    private static final int THREADS = 4;
    private static final int PAGES = 1_000;

    /** Pages of one thread that are left lying about, unread or without a connection. */
    private static final int LINGERING = 4;

    private final Busy busy = new Busy();
    private final World world = World.of(busy);
    private final List<PageWindow> windows = new ArrayList<>();
    private final Set<LiveSession> sessions = ConcurrentHashMap.newKeySet();
    private final Queue<String> codes = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<Object>> asked = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();

    @BeforeEach
    void watchForDroppedErrors() {
        Hooks.onErrorDropped(error -> {
            // Of an item that meets the moment in which its binding cancels: Reactor drops the item, and tells it so.
            if (!(error instanceof RejectedExecutionException)) {
                dropped.add(error);
            }
        });
    }

    @AfterEach
    void close() {
        Hooks.resetOnErrorDropped();
        world.close();
    }

    @Test
    void leavesNothingOfAThousandPages() {
        world.bus.register(TICK);
        for (int i = 0; i < 6; i++) {
            windows.add(world.ipc.open("window " + i, Capabilities.of(calls("Busy.*"), hears("churn.*"))));
        }
        CountDownLatch done = new CountDownLatch(THREADS);

        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(SEED + i);
            new Thread(() -> live(random, done), "churn-" + i).start();
        }
        World.await(done);

        assertThat(wrong).as("seed %d", SEED).isEmpty();
        assertThat(opened.get()).as("pages of seed %d", SEED).isGreaterThan(PAGES / 2);
        assertThat(answered.get()).as("answers of seed %d", SEED).isGreaterThan(PAGES / 10);
        assertThatNothingIsLeft();
    }

    private void assertThatNothingIsLeft() {
        World.eventually(() -> windows.stream()
                .allMatch(window -> window.session().map(s -> !s.isConnected()).orElse(true)));
        world.time.advance(Duration.ofSeconds(10));
        assertThat(windows).allSatisfy(window -> assertThat(window.session()).isEmpty());
        world.time.advance(Duration.ofSeconds(60));
        assertThat(world.time.pending()).as("timers").isZero();

        World.eventually(() -> busy.underWay.get() == 0);
        World.eventually(() -> asked.stream().allMatch(CompletableFuture::isDone)); // on threads of their pages' own
        assertThat(dropped).as("errors that met nobody").isEmpty();
        assertThat(sessions).as("seed %d", SEED).allSatisfy(session -> {
            assertThat(session.isEnded()).isTrue();
            assertThat(session.calls().inFlight()).isZero();
            assertThat(session.calls().streaming()).isZero();
            PageAccount account = session.account();
            assertThat(account.waiting()).isZero();
            assertThat(account.waitingBytes()).isZero();
            assertThat(account.offered()).isEqualTo(account.sent() + account.dropped());
        });
        assertThat(codes)
                .allSatisfy(code -> assertThatThrownBy(() -> PageClient.open(world.ipc, code))
                        .hasMessageContaining("closed the page"));
        assertThatNobodyHears();
        world.close();
        World.eventually(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().matches("gyre-(call|page|ipc).*")));
    }

    private void assertThatNobodyHears() {
        long before = world.ipc.encodedEvents();
        CountDownLatch heard = new CountDownLatch(1);
        world.bus.on(TICK, tick -> heard.countDown());
        world.bus.publish(TICK, -1);
        World.await(heard);
        assertThat(world.ipc.encodedEvents()).isEqualTo(before);
    }

    private void live(Random random, CountDownLatch done) {
        Queue<PageClient> lingering = new ArrayDeque<>();
        try {
            for (int i = 0; i < PAGES / THREADS; i++) {
                onePage(random, lingering);
                if (lingering.size() > LINGERING) {
                    lingering.remove().close();
                }
            }
        } catch (Throwable e) {
            wrong.add(e);
        } finally {
            lingering.forEach(PageClient::close);
            done.countDown();
        }
    }

    /** What a page is refused because another has taken its place, or the clock was turned, is none of its faults. */
    private void onePage(Random random, Queue<PageClient> lingering) {
        PageWindow window = windows.get(random.nextInt(windows.size()));
        try {
            PageClient page = PageClient.open(world.ipc, window);
            lingering.add(page);
            opened.incrementAndGet();
            remember(window);
            page.send("[16,[11,1000001,\"churn.*\"],[13]]");
            for (int n = random.nextInt(6); n >= 0; n--) {
                act(page, random);
            }
            leave(page, window, random, lingering);
        } catch (CallException refused) {
            assertThat(refused.kind())
                    .isIn("code_refused", "code_used", "session_ended", "replaced", "closed", "hello_timeout");
        }
    }

    private void remember(PageWindow window) {
        LiveSession session = window.live();
        if (session != null) {
            sessions.add(session);
        }
    }

    private void act(PageClient page, Random random) {
        switch (random.nextInt(9)) {
            case 0 -> settled(page.callAsync("Busy.echo", random.nextInt()));
            case 1 -> settled(page.callAsync("Busy.sum", Flux.range(1, random.nextInt(1_000))));
            case 2 -> asked.add(page.callAsync("Busy.never"));
            case 3 -> page.callAsync("Busy.never").cancel(true);
            case 4 ->
                page.stream(Integer.class, "Busy.count", 10_000)
                        .take(random.nextInt(2_000) + 1)
                        .subscribe(any -> {}, error -> {});
            case 5 -> page.stream(Integer.class, "Busy.echoed", Flux.never()).subscribe(any -> {}, error -> {});
            case 6 -> asked.add(page.callAsync("Busy.first", Flux.range(1, 1_000_000)));
            case 7 -> world.bus.tryPublish(TICK, random.nextInt());
            default -> {
                page.disconnect();
                page.reconnect();
            }
        }
    }

    private void settled(CompletableFuture<Object> answer) {
        asked.add(answer);
        World.eventually(answer::isDone);
        if (!answer.isCompletedExceptionally()) {
            answered.incrementAndGet();
        }
    }

    private void leave(PageClient page, PageWindow window, Random random, Queue<PageClient> lingering) {
        codes.add(page.next());
        if (codes.size() > 20) {
            codes.poll();
        }
        switch (random.nextInt(7)) {
            case 0 -> page.close();
            case 1 -> page.disconnect();
            case 2 -> page.pause();
            case 3 -> window.session().ifPresent(PageSession::end);
            case 4 -> world.time.advance(Duration.ofSeconds(3));
            case 5 -> {
                lingering.add(page.reload());
                remember(window);
            }
            default -> {
                page.send("[2,1,");
                page.close();
            }
        }
    }

    static final class Busy {
        final AtomicLong underWay = new AtomicLong();

        @Binding
        int echo(int value) {
            return value;
        }

        @Binding
        Mono<Integer> sum(Flux<Integer> numbers) {
            return counted(numbers).reduce(0, Integer::sum);
        }

        @Binding
        Mono<Integer> first(Flux<Integer> numbers) {
            return counted(numbers).next();
        }

        @Binding
        Mono<String> never() {
            return counted(Flux.<String>never()).next();
        }

        @Binding
        Flux<Integer> count(int to) {
            return counted(Flux.range(1, to));
        }

        @Binding
        Flux<Integer> echoed(Flux<Integer> numbers) {
            return counted(numbers);
        }

        private <T> Flux<T> counted(Flux<T> items) {
            return items.doOnSubscribe(any -> underWay.incrementAndGet()).doFinally(any -> underWay.decrementAndGet());
        }
    }
}
