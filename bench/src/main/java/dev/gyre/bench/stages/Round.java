package dev.gyre.bench.stages;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Publishes a fixed number of events through an arm and waits until the last listener has heard the last of them, again
 * and again; judges each round after it.
 *
 * <p>Order of calls: {@link #prepare}, {@link #run}, {@link #judge}, from one thread; only {@code run} is measured. The
 * accounts {@code histogram}, {@code orderViolations}, {@code drops}, {@code published}, {@code publishNanos} and
 * {@code threadsStarted} are that thread's own.
 */
final class Round implements AutoCloseable {

    /** A round takes under a second; one that takes this long has lost an event. */
    private static final long DEADLINE_SECONDS = 60;

    /** Latencies in nanoseconds, from 1 µs to a minute, two digits. */
    private final Histogram histogram = new Histogram(1_000, TimeUnit.MINUTES.toNanos(1), 2);

    private final EventArm arm;
    private final Shape shape;
    private final int events;
    private final List<Hearing> listeners;
    private final List<Hearing> blocked;
    private final LongAdder hookCalls = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final ExecutorService publishers;
    private CountDownLatch complete = new CountDownLatch(0);
    private CountDownLatch unblocked = new CountDownLatch(0);
    private long orderViolations;
    private long published;
    private long publishNanos;
    private long threadsStarted;

    /**
     * Connects listeners and hooks to an arm.
     *
     * @param arm closed with this
     * @param shape how many take part
     * @param events how many each listener hears in a round; a multiple of the publishers
     * @param pause what one more listener does with each event, on an executor of its own; the round's end does not wait
     *     for that one, its judgement does
     */
    Round(EventArm arm, Shape shape, int events, List<Runnable> pause) {
        Require.that(events % shape.publishers() == 0, "events: " + events + " (expected: multiple of publishers)");
        this.arm = arm;
        this.shape = shape;
        this.events = events;
        this.listeners = hearings(shape.listeners(), events);
        this.blocked = hearings(pause.size(), events);
        listeners.forEach(arm::listen);
        for (int i = 0; i < pause.size(); i++) {
            arm.listenBlocking(pausing(pause.get(i), blocked.get(i)));
        }
        for (int i = 0; i < shape.hooks(); i++) {
            arm.hook(this::pass);
        }
        this.publishers = Executors.newFixedThreadPool(shape.publishers(), task -> new Thread(task, "bench-publisher"));
    }

    private static List<Hearing> hearings(int count, int events) {
        return Stream.generate(() -> new Hearing(events)).limit(count).toList();
    }

    private static Consumer<TestEvent> pausing(Runnable pause, Hearing then) {
        return event -> {
            pause.run();
            then.accept(event);
        };
    }

    private boolean pass(TestEvent event) {
        hookCalls.increment();
        return event.data().enabled();
    }

    void prepare() {
        complete = new CountDownLatch(listeners.size());
        unblocked = new CountDownLatch(blocked.size());
        listeners.forEach(listener -> listener.reset(complete));
        blocked.forEach(listener -> listener.reset(unblocked));
        hookCalls.reset();
    }

    void run() throws InterruptedException {
        long threads = ThreadTimes.started();
        long start = System.nanoTime();
        publishAll();
        publishNanos += System.nanoTime() - start;
        published += events;
        await(complete);
        threadsStarted += ThreadTimes.started() - threads;
    }

    /** One publisher is the calling thread itself; several share the events and start together. */
    private void publishAll() throws InterruptedException {
        if (shape.publishers() == 1) {
            publish(0, events);
            return;
        }
        int share = events / shape.publishers();
        List<Callable<Object>> tasks = IntStream.range(0, shape.publishers())
                .mapToObj(i -> Executors.callable(() -> publish(i * share, (i + 1) * share)))
                .toList();
        publishers.invokeAll(tasks);
    }

    private void publish(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!arm.publish(new TestEvent(i, System.nanoTime(), EventData.COMPLEX))) {
                refuse(i);
            }
        }
    }

    private void refuse(int index) {
        refused.increment();
        listeners.forEach(listener -> listener.refused(index));
        blocked.forEach(listener -> listener.refused(index));
    }

    /** Every listener heard every event that was accepted, and every hook was called, or there is no figure. */
    void judge() throws InterruptedException {
        await(unblocked);
        long expected = (long) events * shape.hooks();
        Require.same("hook calls", expected, hookCalls.sum());
        for (Hearing listener : listeners) {
            orderViolations += listener.orderViolations(shape.publishers());
            listener.recordLatencies(histogram);
        }
        for (Hearing listener : blocked) {
            orderViolations += listener.orderViolations(shape.publishers());
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        Require.that(
                latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS),
                "round: not over after " + DEADLINE_SECONDS + " s (expected: every event heard)");
    }

    /** Begins a new account; what the arm dropped stays in it, since a bus that drops once has lost the comparison. */
    void resetAccount() {
        histogram.reset();
        orderViolations = 0;
        published = 0;
        publishNanos = 0;
        threadsStarted = 0;
        refused.reset();
    }

    /** Platform threads that began while rounds were run. */
    long threadsStarted() {
        return threadsStarted;
    }

    long orderViolations() {
        return orderViolations;
    }

    long drops() {
        return refused.sum() + arm.drops();
    }

    double publishReturnNanos() {
        return (double) publishNanos / published;
    }

    double deliveryMicros(double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e3;
    }

    @Override
    public void close() {
        arm.close();
        publishers.shutdownNow();
    }
}
