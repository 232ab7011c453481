package dev.gyre.event;

import com.lmax.disruptor.EventPoller;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/** One worker's view of one lane: polls the ring and calls the worker's own subscriptions, in ring order. */
final class LaneReader implements EventPoller.Handler<Slot> {

    /** Events in one round: long enough to amortise the round, short enough that the other lanes get their turn. */
    private static final int ROUND = 256;

    private static final long MAX_LATENCY_NANOS = 60_000_000_000L;

    private final LaneRing lane;
    private final EventPoller<Slot> poller;
    private final DispatchTable table;

    /** Deliveries left in this round. The worker's own. */
    private int left;

    /** Made when measuring begins; written by the worker, drained by whoever asks, under this reader's monitor. */
    private volatile @Nullable SingleWriterRecorder latency;

    private @Nullable Histogram drained;

    LaneReader(LaneRing lane, DispatchTable table) {
        this.lane = lane;
        this.poller = lane.newPoller();
        this.table = table;
    }

    int poll() {
        left = ROUND;
        try {
            poller.poll(this);
        } catch (Exception impossible) {
            throw new IllegalStateException("a subscription let an exception through", impossible);
        }
        int done = ROUND - left;
        if (done > 0) {
            lane.retire();
        }
        return done;
    }

    @Override
    public boolean onEvent(Slot slot, long sequence, boolean endOfBatch) {
        int typeId = slot.typeId;
        if (typeId != Slot.EMPTY) {
            dispatch(slot, table.row(typeId), sequence);
        }
        return --left > 0;
    }

    private void dispatch(Slot slot, Target[] row, long sequence) {
        Object payload = slot.payload;
        if (payload == null || row.length == 0) {
            return;
        }
        for (Target target : row) {
            if (sequence > target.joinedAfter()) {
                target.subscription().receive(target.type(), payload);
            }
        }
        if (slot.publishedAt != 0) {
            recordLatency(System.nanoTime() - slot.publishedAt);
        }
    }

    long position() {
        return poller.getSequence().get();
    }

    boolean hasWork() {
        return lane.isAvailable(position() + 1);
    }

    boolean isDrained() {
        return lane.isDrained(position());
    }

    private void recordLatency(long nanos) {
        SingleWriterRecorder recorder = latency;
        if (recorder != null) {
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
        if (recorder != null) {
            drained = recorder.getIntervalHistogram(drained);
            into.add(drained);
        }
    }

    static Histogram newHistogram() {
        return new Histogram(MAX_LATENCY_NANOS, 2);
    }
}
