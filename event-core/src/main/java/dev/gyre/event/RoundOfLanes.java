package dev.gyre.event;

import org.jspecify.annotations.Nullable;

/** One worker's duty cycle: a bounded round over its readers, in the order of the lanes. */
final class RoundOfLanes implements DutyCycle {

    private final LaneReader[] readers;

    RoundOfLanes(LaneReader... readers) {
        this.readers = readers;
    }

    @Override
    public int run(Tenure tenure) {
        int done = 0;
        for (LaneReader reader : readers) {
            done += reader.poll(tenure);
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
    public @Nullable Standing standing() {
        for (LaneReader reader : readers) {
            Standing standing = reader.standing();
            if (standing != null) {
                return standing;
            }
        }
        return null;
    }
}
