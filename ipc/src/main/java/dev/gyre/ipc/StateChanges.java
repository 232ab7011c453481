package dev.gyre.ipc;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Tells others what happened to a session, each change once, in the order in which they were added. Whoever changes the
 * state adds the change where the order is decided, under the lock of the session, and tells once it has let go of that,
 * for hooks of the application hear it. One thread tells at a time, and what is added meanwhile it tells too.
 *
 * <pre>{@code
 * (turn taken) -- begin --> turn free <-- tell --> turn taken
 * }</pre>
 */
final class StateChanges {

    private final Consumer<PageState.Change> teller;
    private final Queue<PageState.Change> due = new ConcurrentLinkedQueue<>();

    /** How often it was asked to tell since the turn was taken; the one who finds 0 takes it. */
    private final AtomicInteger turn = new AtomicInteger(1);

    StateChanges(Consumer<PageState.Change> teller) {
        this.teller = teller;
    }

    void add(PageState.Change change) {
        due.add(change);
    }

    /** Tells of the first change: until then nothing is told, by nobody. */
    void begin() {
        tellAll(1);
    }

    void tell() {
        if (turn.getAndIncrement() == 0) {
            tellAll(1);
        }
    }

    private void tellAll(int asked) {
        for (int left = asked; left != 0; left = turn.addAndGet(-left)) {
            for (PageState.Change next = due.poll(); next != null; next = due.poll()) {
                teller.accept(next);
            }
        }
    }
}
