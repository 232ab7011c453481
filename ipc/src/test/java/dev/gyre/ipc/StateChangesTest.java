package dev.gyre.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.ipc.PageState.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StateChangesTest {

    @Test
    void tellsNothingBeforeItBegins() {
        List<Change> told = new ArrayList<>();
        StateChanges changes = new StateChanges(told::add);
        changes.add(Change.OPENED);
        changes.add(Change.ENDED);
        changes.tell();
        assertThat(told).isEmpty();

        changes.begin();

        assertThat(told).containsExactly(Change.OPENED, Change.ENDED);
    }

    @Test
    void tellsWhatIsAddedWhileItTellsAfterwards() {
        List<Change> told = new ArrayList<>();
        StateChanges[] changes = new StateChanges[1];
        changes[0] = new StateChanges(change -> {
            if (change == Change.OPENED) {
                changes[0].add(Change.ENDED);
                changes[0].tell();
            }
            told.add(change);
        });
        changes[0].add(Change.OPENED);

        changes[0].begin();

        assertThat(told).containsExactly(Change.OPENED, Change.ENDED);
    }

    /** Two threads, each with a change of its own, whose order is decided under a lock as a session's is. */
    @Test
    void tellsAllInOrderAndOneAtATimeHoweverThreadsMeet() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            List<Change> added = new ArrayList<>();
            List<Change> told = new ArrayList<>();
            AtomicInteger telling = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            StateChanges changes = new StateChanges(change -> {
                most.accumulateAndGet(telling.incrementAndGet(), Math::max);
                told.add(change);
                telling.decrementAndGet();
            });
            changes.begin();
            CyclicBarrier together = new CyclicBarrier(2);
            Thread other = new Thread(() -> change(changes, added, Change.LOST, together));
            other.start();
            change(changes, added, Change.ENDED, together);
            other.join(30_000);

            assertThat(told).as("round %d", round).isEqualTo(added).hasSize(2);
            assertThat(most).hasValue(1);
        }
    }

    private static void change(StateChanges changes, List<Change> added, Change change, CyclicBarrier together) {
        try {
            together.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        synchronized (added) {
            added.add(change);
            changes.add(change);
        }
        changes.tell();
    }
}
