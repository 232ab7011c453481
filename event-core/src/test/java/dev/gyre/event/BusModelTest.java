package dev.gyre.event;

import org.junit.jupiter.api.Test;

/**
 * Random schedules on the shipped bus against a model. Each is a seed; a failure prints it, and
 * {@code -Dtest.argLine=-Dgyre.model.seed=SEED} runs that one first.
 */
class BusModelTest {

    private static final long FIRST_SEED = Long.getLong("gyre.model.seed", 1);
    private static final int SCHEDULES = Integer.getInteger("gyre.model.schedules", 2_500);

    @Test
    void everyScheduleGoesAsTheModelSays() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
            try {
                new BusSchedule(seed).run();
            } catch (Throwable error) {
                throw new AssertionError("gyre.model.seed=" + seed + ": " + error.getMessage(), error);
            }
        }
    }
}
