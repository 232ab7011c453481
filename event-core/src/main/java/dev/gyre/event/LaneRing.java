package dev.gyre.event;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.MultiProducerSequencer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.YieldingWaitStrategy;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * A lane: a Disruptor ring with its own gate and its own {@linkplain Slots slots}.
 *
 * <p>The ring is gated by one sequence, {@link #retired}, whatever the number of workers: a slot may be claimed again
 * once every worker has passed it <em>and</em> it was emptied, so that nothing delivered stays reachable. Emptying is
 * done by whoever passes last, see {@link #retire}.
 *
 * <p>Publishers never wait inside the ring, whose {@code next()} can neither be timed nor cancelled: they try to claim,
 * and wait here, with a deadline and an eye on {@link #closed}.
 *
 * <p>Closing needs no marker in the ring. {@link #close} sets the flag, then reads the cursor; a publisher claims, then
 * reads the flag. All four accesses are sequentially consistent, so a claim beyond the cursor that was read sees the flag
 * and is withdrawn as an empty slot. Everything up to that cursor is delivered or withdrawn, and nothing after it exists.
 */
final class LaneRing implements Lane {

    /** Failed attempts before a waiting publisher parks: the worker is mostly done within a few. */
    private static final int YIELDS = 100;

    /** Between attempts after that. Room comes in batches, so looking more often gains nothing. */
    private static final long PARK_NANOS = 20_000;

    /** States of {@link #retiring}. */
    private static final long FREE = 0;

    private static final long TAKEN = 1;

    private final String name;
    private final long blockNanos;
    private final MultiProducerSequencer sequencer;
    private final Slots slots;
    private final WorkerSignal signal;
    private final Sequence retired = new Sequence();
    private final Sequence retiring = new Sequence(FREE);
    private final LongAdder rejected = new LongAdder();
    private final LongAdder vetoed = new LongAdder();
    private final LongAdder withdrawn = new LongAdder();
    private final LongAdder unheard = new LongAdder();
    private final LongAdder blockedNanos = new LongAdder();

    /** One for each worker. Set once, before the workers start. */
    private LaneReader[] readers = {};

    private volatile boolean closed;

    /** Where the drain of a closed lane ends. */
    private volatile long end = Long.MAX_VALUE;

    /** When events were published, while latency is measured, else null. */
    private volatile @Nullable Stamps stamps;

    LaneRing(String name, LaneOptions options, WorkerSignal signal) {
        this.name = name;
        this.blockNanos = options.blockNanos();
        this.signal = signal;
        // Workers poll and are signalled from here: the ring's own wait strategy never comes into play.
        this.sequencer = new MultiProducerSequencer(options.capacity(), new YieldingWaitStrategy());
        this.sequencer.addGatingSequences(retired);
        this.slots = new Slots(options.capacity());
    }

    void readers(LaneReader... all) {
        readers = all;
    }

    /** Lets a worker serve a new subscription what its type has kept. */
    void owe(int worker, Target target) {
        readers[worker].owe(target);
    }

    /**
     * The last slot that was claimed, published or not. A subscription joins here: what is claimed later is its own, what
     * was claimed before is not.
     */
    long cursor() {
        return sequencer.getCursor();
    }

    Slots slots() {
        return slots;
    }

    PublishResult offer(int typeId, Object payload) {
        long sequence = tryClaim();
        if (sequence < 0) {
            return closed ? PublishResult.CLOSED : reject();
        }
        return put(sequence, typeId, payload);
    }

    PublishResult offerOrWait(int typeId, Object payload) {
        long sequence = tryClaim();
        if (sequence < 0) {
            if (blockNanos == 0 || Schedulers.isNonBlockingThread(Thread.currentThread())) {
                return closed ? PublishResult.CLOSED : reject();
            }
            return offerUntil(System.nanoTime() + blockNanos, typeId, payload);
        }
        return put(sequence, typeId, payload);
    }

    private PublishResult offerUntil(long deadline, int typeId, Object payload) {
        long began = System.nanoTime();
        try {
            return awaitRoom(deadline, typeId, payload);
        } finally {
            blockedNanos.add(System.nanoTime() - began);
        }
    }

    @SuppressWarnings(
            "ThreadPriorityCheck") // a yield lets the worker run on a machine with few cores; parking backs it
    private PublishResult awaitRoom(long deadline, int typeId, Object payload) {
        for (int attempt = 0; ; attempt++) {
            if (closed) {
                return PublishResult.CLOSED;
            }
            long sequence = sequencer.hasAvailableCapacity(1) ? tryClaim() : -1;
            if (sequence >= 0) {
                return put(sequence, typeId, payload);
            }
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                return reject();
            }
            if (attempt < YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(this, PARK_NANOS);
            }
        }
    }

    private long tryClaim() {
        try {
            return sequencer.tryNext();
        } catch (InsufficientCapacityException full) {
            return -1;
        }
    }

    /** No user code and nothing that allocates runs between claim and publish, so a claimed slot is always published. */
    private PublishResult put(long sequence, int typeId, Object payload) {
        if (closed) {
            withdrawn.increment();
            slots.withdraw(sequence);
            signal.signal();
            return PublishResult.CLOSED;
        }
        Stamps taken = stamps;
        if (taken != null) {
            taken.stamp(sequence);
        }
        slots.publish(sequence, typeId, payload);
        signal.signal();
        return PublishResult.ACCEPTED;
    }

    private PublishResult reject() {
        rejected.increment();
        return PublishResult.REJECTED;
    }

    PublishResult veto() {
        if (closed) {
            return PublishResult.CLOSED;
        }
        vetoed.increment();
        return PublishResult.VETOED;
    }

    /**
     * Empties what every worker has passed and opens it to publishers. Called by a worker after it moved on. One worker
     * at a time retires; one that finds another at it leaves, since the other looks again after it let go: either it sees
     * this worker's new position, or this worker sees it gone.
     */
    void retire() {
        while (slowest() > retired.get()) {
            if (!retiring.compareAndSet(FREE, TAKEN)) {
                return;
            }
            long slowest = slowest();
            slots.empty(retired.get() + 1, slowest);
            retired.setVolatile(slowest);
            retiring.setVolatile(FREE);
        }
    }

    private long slowest() {
        VarHandle.fullFence();
        long slowest = Long.MAX_VALUE;
        for (LaneReader reader : readers) {
            slowest = Math.min(slowest, reader.position());
        }
        return slowest;
    }

    /** Refuses new events and fixes where the drain ends. */
    void close() {
        closed = true;
        VarHandle.fullFence();
        end = sequencer.getCursor();
    }

    boolean isDrained(long position) {
        return position >= end;
    }

    /** Whether every publisher that claimed a slot has published or withdrawn it. */
    boolean isSettled() {
        for (long sequence = retired.get() + 1; sequence <= end; sequence++) {
            if (!slots.isPublished(sequence)) {
                return false;
            }
        }
        return true;
    }

    /** Events that some worker owes its subscriptions and will not deliver any more. Exact once the workers have ended. */
    long undelivered() {
        long left = 0;
        for (long sequence = retired.get() + 1; sequence <= end; sequence++) {
            left += isOwed(sequence) ? 1 : 0;
        }
        return left;
    }

    private boolean isOwed(long sequence) {
        for (LaneReader reader : readers) {
            if (reader.owes(sequence)) {
                return true;
            }
        }
        return false;
    }

    void measureLatency(boolean on) {
        if (on) {
            for (LaneReader reader : readers) {
                reader.prepareLatency();
            }
        }
        stamps = on ? new Stamps(capacity()) : null;
    }

    @Nullable
    Stamps stamps() {
        return stamps;
    }

    @Override
    public Latency takeLatency() {
        Histogram all = LaneReader.newHistogram();
        for (LaneReader reader : readers) {
            reader.takeLatency(all);
        }
        if (all.getTotalCount() == 0) {
            return Latency.NONE;
        }
        return new Latency(
                all.getTotalCount(),
                Duration.ofNanos(all.getValueAtPercentile(50)),
                Duration.ofNanos(all.getValueAtPercentile(99)),
                Duration.ofNanos(all.getMaxValue()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int capacity() {
        return sequencer.getBufferSize();
    }

    @Override
    public int depth() {
        long depth = Math.min(sequencer.getCursor(), end) - retired.get();
        return (int) Math.max(0, Math.min(depth, capacity()));
    }

    @Override
    public long offered() {
        return accepted() + rejected() + vetoed();
    }

    @Override
    public long accepted() {
        return sequencer.getCursor() + 1 - withdrawn.sum();
    }

    @Override
    public long rejected() {
        return rejected.sum();
    }

    @Override
    public long vetoed() {
        return vetoed.sum();
    }

    void countUnheard() {
        unheard.increment();
    }

    @Override
    public long unheard() {
        return unheard.sum();
    }

    @Override
    public Duration blocked() {
        return Duration.ofNanos(blockedNanos.sum());
    }

    @Override
    public String toString() {
        return "lane \"" + name + "\": " + depth() + " of " + capacity() + ", accepted " + accepted() + ", rejected "
                + rejected() + ", vetoed " + vetoed() + ", unheard " + unheard() + ", blocked "
                + blocked().toMillis() + " ms";
    }
}
