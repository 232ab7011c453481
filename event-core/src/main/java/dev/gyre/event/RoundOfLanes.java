package dev.gyre.event;

import com.lmax.disruptor.Sequence;
import org.jspecify.annotations.Nullable;

/** One worker's duty cycle: a bounded round over its readers, in the order of the lanes. */
final class RoundOfLanes implements DutyCycle {

    private final LaneReader[] readers;

    /** Which of them has its turn. Written by the tenure, read by the watchdog. */
    private final Sequence current = new Sequence(0);

    RoundOfLanes(LaneReader... readers) {
        this.readers = readers;
    }

    @Override
    public int run(Tenure tenure) {
        int done = 0;
        for (int i = 0; i < readers.length; i++) {
            current.set(i);
            done += readers[i].poll(tenure);
            if (tenure.isLost()) {
                return done;
            }
        }
        return done;
    }

    @Override
    public boolean hasWork() {
        for (LaneReader reader : readers) {
            if (reader.hasWork()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isDone() {
        for (LaneReader reader : readers) {
            if (!reader.isDrained()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable Standing standing(Tenure tenure) {
        long turn = tenure.turn();
        return turn == Tenure.OUTSIDE ? null : readers[(int) current.get()].standing(turn);
    }
}
