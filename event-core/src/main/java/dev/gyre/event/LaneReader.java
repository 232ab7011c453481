package dev.gyre.event;

import com.lmax.disruptor.Sequence;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * One worker's view of one lane: finds what was published and calls the worker's own subscriptions, in ring order.
 *
 * <p>A thread that is held up inside a handler can be replaced, and its successor goes on right after that call: the event
 * in hand is {@code sequence}, whose turn it is stands in the thread's {@link Tenure}, and who takes that away notes it
 * here, see {@link #breakOff}. After each call the thread looks whether it still holds the tenure, which it can lose within
 * the call only, and if not it leaves everything here alone. An order grows from target to target of one event, so what
 * comes after it in a row is found again whatever joined or left the row meanwhile.
 *
 * <p>Fields are the tenure's own unless they say otherwise.
 */
final class LaneReader {

    /** Events in one round: long enough to amortise the round, short enough that the other lanes get their turn. */
    private static final int ROUND = 256;

    private static final long NONE = -1;

    private static final long MAX_LATENCY_NANOS = 60_000_000_000L;

    private final LaneRing lane;
    private final Slots slots;
    private final DispatchTable table;

    /** The last event of the last round; read by whoever retires slots. */
    private final Sequence position = new Sequence();

    /** The event in hand; for a replay a negative number, another one for each payload. Read by the watchdog. */
    private final Sequence sequence = new Sequence(NONE);

    /** The order after which the event in hand goes on, {@link #NONE} if it was not broken off. */
    private long brokenOffAfter = NONE;

    /** Targets that joined and are owed a replay, by position. Filled under the structure lock. */
    private final Queue<Target> owed = new ConcurrentLinkedQueue<>();

    /** The target whose replay is on. */
    private @Nullable Target replaying;

    private long replayed;

    /** Made when measuring begins; written by the worker, drained by whoever asks, under this reader's monitor. */
    private volatile @Nullable SingleWriterRecorder latency;

    private @Nullable Histogram drained;

    /** Where the worker was when it was drained. Under this reader's monitor. */
    private long latencyTakenAt = NONE;

    LaneReader(LaneRing lane, DispatchTable table) {
        this.lane = lane;
        this.slots = lane.slots();
        this.table = table;
    }

    /** Delivers a round, or finishes one that was broken off. Returns how much was done; at once if the tenure is lost. */
    int poll(Tenure tenure) {
        if (brokenOffAfter != NONE) {
            resume(tenure);
            return 1;
        }
        long passed = position.get();
        long last = Math.min(lane.cursor(), passed + ROUND);
        Target joined = owed.peek(); // after the cursor: who published after it joined is owed before that event
        if (joined == null) {
            return deliverUpTo(last, tenure);
        }
        if (joined.joinedAfter() > passed) {
            return deliverUpTo(Math.min(last, joined.joinedAfter()), tenure);
        }
        owed.remove();
        if (joined.isOwed()) {
            replay(joined, tenure);
        }
        return 1;
    }

    private int deliverUpTo(long last, Tenure tenure) {
        long first = position.get() + 1;
        long next = first;
        Target joined = null;
        while (next <= last && joined == null) {
            int typeId = slots.typeId(next);
            if (typeId == Slots.UNPUBLISHED) {
                break;
            }
            Row row = table.row(typeId);
            joined = row.history == null ? null : row.owed(next);
            if (joined == null) {
                if (!deliver(row, next, NONE, tenure)) {
                    return (int) (next - first);
                }
                next++;
            }
        }
        if (next > first) {
            moveTo(next - 1);
        }
        if (joined != null) {
            replay(joined, tenure);
            return 1;
        }
        return (int) (next - first);
    }

    private void moveTo(long passed) {
        position.set(passed);
        lane.retire();
    }

    /** Calls an event's targets that come after an order; false if the tenure was lost meanwhile. */
    private boolean deliver(Row row, long at, long after, Tenure tenure) {
        Object payload = slots.payload(at);
        if (payload == null) {
            return true;
        }
        sequence.set(at);
        Target[] targets = row.targets();
        for (int i = after == NONE ? 0 : Row.firstAfter(after, targets); i < targets.length; i++) {
            if (targets[i].hears(at) && !call(targets[i], payload, tenure)) {
                return false;
            }
        }
        row.pass(payload);
        Stamps stamps = lane.stamps();
        if (stamps != null) {
            recordLatency(stamps.take(at));
        }
        return true;
    }

    private boolean call(Target target, Object payload, Tenure tenure) {
        try {
            target.subscription().take(target.type(), payload, tenure);
        } catch (Throwable escaped) { // out of our own code, where the machine's last reserves ran out
            if (tenure.isHeld()) {
                breakOff(target.order());
            }
            throw escaped;
        }
        return tenure.isHeld();
    }

    /** The call of an order is over as far as this is concerned: the next poll goes on after it. */
    void breakOff(long order) {
        brokenOffAfter = order;
    }

    private void replay(Target target, Tenure tenure) {
        Replay replay = Objects.requireNonNull(target.replay());
        replaying = target;
        for (Object payload = replay.next(); payload != null && !target.hasLeft(); payload = replay.next()) {
            sequence.set(NONE - ++replayed);
            if (!call(target, payload, tenure)) {
                return;
            }
        }
        replaying = null;
    }

    /** Goes on right after the call that another thread was expelled from, or that threw what it should have caught. */
    private void resume(Tenure tenure) {
        long after = brokenOffAfter;
        brokenOffAfter = NONE;
        Target target = replaying;
        if (target != null) {
            replay(target, tenure);
            return;
        }
        long at = sequence.get();
        if (deliver(table.row(slots.typeId(at)), at, after, tenure)) {
            moveTo(at);
        }
    }

    /** What the call of a standing is about, or null if the thread has moved on meanwhile. */
    @Nullable
    Held heldAt(Standing standing) {
        if (standing.sequence() < 0) {
            Target target = replaying;
            Object given = target == null ? null : target.given();
            return target == null || given == null
                    ? null
                    : new Held(target.subscription(), Event.of(target.type(), given));
        }
        int typeId = slots.typeId(standing.sequence());
        Object payload = slots.payload(standing.sequence());
        return payload == null || typeId == Slots.UNPUBLISHED
                ? null
                : new Held(table.subscriber(standing.order()), Event.of(table.row(typeId).type, payload));
    }

    Standing standing(long order) {
        return new Standing(this, sequence.get(), order);
    }

    void owe(Target target) {
        owed.add(target);
    }

    long position() {
        return position.get();
    }

    /** Whether an event has a target whose call has not returned. Exact once the worker has ended, or was broken off. */
    boolean owes(long at) {
        boolean inHand = brokenOffAfter != NONE && sequence.get() >= 0;
        if (at <= position() || (inHand && at < sequence.get())) {
            return false;
        }
        int typeId = slots.typeId(at);
        if (typeId == Slots.UNPUBLISHED) { // nobody knows whose it is
            return true;
        }
        long from = inHand && at == sequence.get() ? brokenOffAfter : NONE;
        return slots.payload(at) != null && table.row(typeId).isHeard(at, from);
    }

    boolean hasWork() {
        return lane.cursor() > position() || !owed.isEmpty();
    }

    boolean isDrained() {
        return lane.isDrained(position());
    }

    private void recordLatency(long nanos) {
        SingleWriterRecorder recorder = latency;
        if (recorder != null && nanos != Stamps.NONE) {
            recorder.recordValue(Math.min(Math.max(0, nanos), MAX_LATENCY_NANOS));
        }
    }

    synchronized void prepareLatency() {
        if (latency == null) {
            latency = new SingleWriterRecorder(MAX_LATENCY_NANOS, 2);
        }
    }

    synchronized void takeLatency(Histogram into) {
        SingleWriterRecorder recorder = latency;
        long reached = position();
        if (recorder != null && reached != latencyTakenAt) { // a histogram has thousands of buckets to go through
            latencyTakenAt = reached;
            drained = recorder.getIntervalHistogram(drained);
            into.add(drained);
        }
    }

    static Histogram newHistogram() {
        return new Histogram(MAX_LATENCY_NANOS, 2);
    }
}
