package dev.gyre.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WorkerTest {

    /** A duty cycle that does what a list says and then is done. */
    private static final class Script implements DutyCycle {
        final Queue<Runnable> rounds;
        final List<String> log = new CopyOnWriteArrayList<>();

        Script(Runnable... rounds) {
            this.rounds = new ArrayDeque<>(List.of(rounds));
        }

        @Override
        public int run(Tenure tenure) {
            Runnable round = rounds.poll();
            if (round == null) {
                return 0;
            }
            log.add("round");
            round.run();
            return 1;
        }

        @Override
        public boolean hasWork() {
            return !rounds.isEmpty();
        }

        @Override
        public boolean isDone() {
            return rounds.isEmpty();
        }

        @Override
        public Standing standing(Tenure tenure) {
            return null;
        }
    }

    @Test
    void goesOnAfterAnErrorThatEscapesARound() throws InterruptedException {
        Script script = new Script(
                () -> {},
                () -> {
                    throw new StackOverflowError("escaped");
                },
                () -> {});
        Worker worker = new Worker("test-worker", script, Waiting.ADAPTIVE, new WorkerSignal());

        worker.start();
        worker.thread().join(BusFixture.PATIENCE.toMillis());

        assertThat(script.log).hasSize(3);
        assertThat(worker.thread().isAlive()).isFalse();
    }

    @Test
    void endsWhenItsCycleIsDone() throws InterruptedException {
        Worker worker = new Worker("test-worker", new Script(), Waiting.BUSY_SPIN, new WorkerSignal());

        worker.start();
        worker.thread().join(BusFixture.PATIENCE.toMillis());

        assertThat(worker.thread().isAlive()).isFalse();
    }
}
