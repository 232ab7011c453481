package dev.gyre.event;

import static dev.gyre.event.BusFixture.PATIENCE;
import static dev.gyre.event.BusFixture.await;
import static dev.gyre.event.BusFixture.awaitUntil;
import static dev.gyre.event.BusFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the bus has done with, it lets go of. */
class ReachabilityTest {

    private static final EventType<Object> OBJECT = EventType.of("test.object", Object.class);

    private final CountDownLatch release = new CountDownLatch(1);
    private final EventBus bus = EventBus.create(options -> options.onError((event, source, error) -> {}));

    @AfterEach
    void close() {
        release.countDown();
        bus.close(Duration.ZERO).block(PATIENCE);
    }

    private static boolean isGone(WeakReference<?> reference) {
        System.gc();
        return reference.refersTo(null);
    }

    private static List<WeakReference<Object>> publish(EventBus bus, int count) {
        List<WeakReference<Object>> published = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Object payload = new Object();
            published.add(new WeakReference<>(payload));
            bus.tryPublish(OBJECT, payload);
        }
        settle(bus);
        return published;
    }

    static Stream<Map.Entry<String, Consumer<EventBus>>> subscribers() {
        return Stream.of(
                Map.entry("a worker", bus -> bus.on(OBJECT, payload -> {})),
                Map.entry(
                        "a handler that throws",
                        bus -> bus.on(OBJECT, payload -> {
                            throw new IllegalStateException(payload.toString());
                        })),
                Map.entry("once", bus -> bus.once(OBJECT, payload -> {})),
                Map.entry("a pattern", bus -> bus.on("test.*", event -> {})),
                Map.entry("an executor", bus -> bus.on(OBJECT, task -> new Thread(task).start(), payload -> {})),
                Map.entry(
                        "the newest alone",
                        bus -> bus.on(
                                OBJECT,
                                Delivery.on(Runnable::run).coalesce(Object.class, payload -> payload),
                                payload -> {})),
                Map.entry("a stream", bus -> bus.stream(OBJECT).subscribe()),
                Map.entry(
                        "a stream that ended", bus -> bus.stream(OBJECT).take(2).subscribe()),
                Map.entry("a veto", bus -> bus.hook(OBJECT, payload -> Verdict.veto("no"))));
    }

    @ParameterizedTest
    @MethodSource("subscribers")
    void nothingDeliveredStaysReachable(Map.Entry<String, Consumer<EventBus>> subscriber) {
        subscriber.getValue().accept(bus);

        List<WeakReference<Object>> published = publish(bus, 5);

        awaitUntil(() -> published.stream().allMatch(ReachabilityTest::isGone));
    }

    @Test
    void whatABufferDroppedIsLetGoAndWhatItHoldsIsNot() {
        Queue<Runnable> never = new ConcurrentLinkedQueue<>();
        Subscription subscription = bus.on(OBJECT, Delivery.on(never::add).capacity(2), payload -> {});

        List<WeakReference<Object>> published = publish(bus, 5);

        awaitUntil(() -> published.subList(0, 3).stream().allMatch(ReachabilityTest::isGone));
        assertThat(published.subList(3, 5)).noneMatch(ReachabilityTest::isGone);
        subscription.close();
        never.clear();
        awaitUntil(() -> published.stream().allMatch(ReachabilityTest::isGone));
    }

    @Test
    void whatWentAroundAHandlerThatBlockedIsLetGoAndSoIsTheHandler() {
        WeakReference<Object> handler = blockThenLeave();

        awaitUntil(() -> isGone(handler));
    }

    /** A handler holds its thread until its detour is full of what comes, and leaves when all has been taken out. */
    private WeakReference<Object> blockThenLeave() {
        AtomicInteger heard = new AtomicInteger();
        Consumer<Object> handler = payload -> {
            await(release);
            heard.incrementAndGet();
        };
        Subscription subscription = bus.on(OBJECT, handler);
        List<WeakReference<Object>> first = publish(bus, 1);
        List<WeakReference<Object>> rest = publish(bus, 5);
        assertThat(subscription.waiting()).isEqualTo(5);

        release.countDown();
        awaitUntil(() -> heard.get() == 6);
        awaitUntil(() -> rest.stream().allMatch(ReachabilityTest::isGone));
        awaitUntil(() -> isGone(first.get(0)));
        subscription.close();
        return new WeakReference<>(handler);
    }

    @Test
    void aClosedSubscriptionAndItsHandlerAreLetGo() {
        WeakReference<Object> handler = subscribeAndLeave();

        awaitUntil(() -> isGone(handler));
    }

    private WeakReference<Object> subscribeAndLeave() {
        AtomicInteger heard = new AtomicInteger();
        Consumer<Object> handler = payload -> heard.incrementAndGet();
        Subscription subscription = bus.on(OBJECT, handler);
        publish(bus, 1);
        assertThat(heard).hasValue(1);
        subscription.close();
        return new WeakReference<>(handler);
    }
}
