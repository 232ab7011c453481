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
 * <p>The thread notes whose turn it is, {@linkplain #enter entering} when nothing but the handler is left of the call, and
 * when that has returned notes that it is outside again and looks at the state: two stores and a load, no fence. The
 * watchdog claims, waits at least {@link Watchdog#TICK}, and expels only a thread that is inside the same call still. So a
 * thread that is expelled will come to its look, and find that it cannot reclaim; one that lost its core anywhere between
 * two calls, for however long, is outside and keeps its tenure. The one assumption beyond the memory model is that a store
 * becomes visible within a tick; processors need well under a microsecond.
 */
final class Tenure {

    /** In place of a turn: in no call. */
    static final long OUTSIDE = -1;

    private static final int HELD = 0;
    private static final int CLAIMED = 1;
    private static final int LOST = 2;

    private static final VarHandle STATE;
    private static final VarHandle TURN;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Tenure.class, "state", int.class);
            TURN = MethodHandles.lookup().findVarHandle(Tenure.class, "turn", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("FieldMayBeFinal") // through STATE
    private volatile int state = HELD;

    /** The number of the subscription whose code the thread is in. Written by the thread, read by the watchdog. */
    private volatile long turn = OUTSIDE;

    /**
     * From here on the thread may be expelled, until it asks whether it was. Released, so that who reads the turn sees what
     * the thread did before.
     */
    void enter(long number) {
        TURN.setRelease(this, number);
    }

    long turn() {
        return turn;
    }

    /** Whether the work is still the calling thread's, which must be the one that holds this. */
    boolean isHeld() {
        TURN.setOpaque(this, OUTSIDE);
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
