package dev.gyre.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A thread's hold on the work of a {@link Worker}, which a watchdog may end while a handler keeps the thread.
 *
 * <pre>
 *            claim (watchdog)             expel (watchdog)
 *   HELD  -------------------> CLAIMED  -------------------> LOST
 *         <-------------------
 *          reclaim (the thread, back from its handler) or release (watchdog)
 * </pre>
 *
 * <p>The thread notes what it is about to do, calls the handler, and looks at the state: a store before and a load after,
 * no fence. The watchdog claims, waits at least {@link Watchdog#TICK}, and expels only if the note has not changed since.
 * So a thread that is expelled is still inside the call it noted, or has returned from it after the claim and will find,
 * at its next look, that it cannot reclaim. The one assumption beyond the memory model is that a store becomes visible
 * within a tick; processors need well under a microsecond.
 */
final class Tenure {

    private static final int HELD = 0;
    private static final int CLAIMED = 1;
    private static final int LOST = 2;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Tenure.class, "state", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("FieldMayBeFinal") // through STATE
    private volatile int state = HELD;

    /** Whether the work is still the calling thread's, which must be the one that holds this. */
    boolean isHeld() {
        return (int) STATE.getOpaque(this) == HELD || move(CLAIMED, HELD);
    }

    boolean isLost() {
        return state == LOST;
    }

    boolean claim() {
        return move(HELD, CLAIMED);
    }

    void release() {
        move(CLAIMED, HELD);
    }

    boolean expel() {
        return move(CLAIMED, LOST);
    }

    private boolean move(int from, int to) {
        return STATE.compareAndSet(this, from, to);
    }
}
