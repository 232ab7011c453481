package dev.gyre.bench.stages;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Publishes a fixed number of events through a bus as fast as it takes them and waits until every subscriber has heard
 * its last, again and again. Each time it checks that every subscriber heard every event of its type exactly once; beside
 * the events themselves that costs nothing.
 */
final class Volley implements AutoCloseable {

    /** Different events that a publisher has: they fit the cache, and are a power of two. */
    private static final int POOL = 1024;

    /** A volley takes about a second at most; one that takes this long has lost an event. */
    private static final long DEADLINE_SECONDS = 60;

    private final Traffic traffic;
    private final Ping[][] pools;
    private final int share;
    private final long[] heardByType;
    private final long[] sumByType;
    private final List<Ear> ears;
    private final PeerArm arm;
    private final ExecutorService publishers =
            Executors.newCachedThreadPool(task -> new Thread(task, "bench-publisher"));

    /**
     * Connects subscribers to an arm.
     *
     * @param traffic who publishes to whom
     * @param events in a volley, from all publishers together; a multiple of their number
     * @param factory makes the arm, which is closed with this
     */
    Volley(Traffic traffic, int events, PeerArm.Factory factory) {
        Require.that(events % traffic.publishers() == 0, "events: " + events + " (expected: multiple of publishers)");
        this.traffic = traffic;
        this.pools = IntStream.range(0, traffic.publishers())
                .mapToObj(publisher -> pool(publisher, traffic.types()))
                .toArray(Ping[][]::new);
        this.share = events / traffic.publishers();
        this.heardByType = new long[traffic.types()];
        this.sumByType = new long[traffic.types()];
        addUp();
        this.ears = Stream.generate(() -> new Ear(traffic.publishers()))
                .limit(traffic.ears())
                .toList();
        this.arm = factory.open(traffic, List.copyOf(ears));
    }

    private static Ping[] pool(int publisher, int types) {
        return IntStream.range(0, POOL)
                .mapToObj(i -> new Ping(publisher, i % types, i + 1))
                .toArray(Ping[]::new);
    }

    /** What one publisher's part of a volley comes to for each type. */
    private void addUp() {
        for (int i = 0; i < share; i++) {
            Ping ping = pools[0][i % POOL];
            heardByType[ping.type()]++;
            sumByType[ping.type()] += ping.value();
        }
        Require.that(share >= traffic.types(), "events of a publisher: " + share + " (expected: one of each type)");
    }

    void run() throws InterruptedException {
        CountDownLatch complete = new CountDownLatch(ears.size() * traffic.publishers());
        for (int i = 0; i < ears.size(); i++) {
            int type = i % traffic.types();
            ears.get(i).expect(heardByType[type], sumByType[type], complete);
        }
        publishAll();
        Require.that(
                complete.await(DEADLINE_SECONDS, TimeUnit.SECONDS),
                "volley: not over after " + DEADLINE_SECONDS + " s (expected: every event heard)");
        ears.forEach(Ear::judge);
    }

    /** The calling thread is one of the publishers. */
    private void publishAll() throws InterruptedException {
        List<Future<?>> others = new ArrayList<>();
        for (Ping[] pool : pools) {
            if (pool != pools[0]) {
                others.add(publishers.submit(() -> publish(pool)));
            }
        }
        publish(pools[0]);
        for (Future<?> other : others) {
            requireDone(other);
        }
    }

    private void publish(Ping[] pool) {
        for (int i = 0; i < share; i++) {
            arm.publish(pool[i & (POOL - 1)]);
        }
    }

    private static void requireDone(Future<?> publisher) throws InterruptedException {
        try {
            publisher.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("publisher: failed (expected: every event published)", failed.getCause());
        }
    }

    @Override
    public void close() {
        arm.close();
        publishers.shutdownNow();
    }
}
