package dev.gyre.ipc;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The one-use codes of one window. A presented code is compared with all of them, so that the time tells nothing.
 *
 * <p>A code for a URL lives a minute. The next code of a session, for its reload, lives as long as the session and that
 * minute more. Guarded by its own lock; nothing is called under it.
 */
final class Codes {

    /** What a presented code turned out to be. */
    enum Verdict {
        GOOD,
        USED,
        UNKNOWN
    }

    /** Used codes remembered, so that a copy of a tab learns why it is refused. */
    private static final int REMEMBERED = 64;

    private static final long NEVER = Long.MAX_VALUE;

    private final int capacity;
    private final long lifeNanos;
    private final Timekeeper time;
    private final ArrayDeque<Code> open = new ArrayDeque<>();
    private final ArrayDeque<Secret> used = new ArrayDeque<>();

    Codes(IpcLimits limits, Timekeeper time) {
        this.capacity = limits.codes();
        this.lifeNanos = limits.codeLife().toNanos();
        this.time = time;
    }

    /** A code for a URL. Beyond the bound the oldest is void. */
    synchronized String mint() {
        return add(new Code(Secret.mint(), time.nanos(), lifeNanos, 0));
    }

    /** The code with which the page of a session may be loaded again. */
    synchronized String mintNext(long session) {
        return add(new Code(Secret.mint(), time.nanos(), NEVER, session));
    }

    /** Lets the next code of a session grow old from now on. */
    synchronized void sessionEnded(long session) {
        ArrayDeque<Code> kept = new ArrayDeque<>();
        for (Code code : open) {
            boolean next = code.session == session && code.lifeNanos == NEVER;
            kept.add(next ? new Code(code.secret, time.nanos(), lifeNanos, session) : code);
        }
        open.clear();
        open.addAll(kept);
    }

    synchronized Verdict use(String presented) {
        expire();
        Code found = null;
        for (Code code : open) {
            found = code.secret.is(presented) ? code : found;
        }
        if (found != null) {
            open.remove(found);
            remember(found.secret);
            return Verdict.GOOD;
        }
        return wasUsed(presented) ? Verdict.USED : Verdict.UNKNOWN;
    }

    /** Whether a page may still come with a code for a URL. */
    synchronized boolean isAwaiting() {
        expire();
        return open.stream().anyMatch(code -> code.lifeNanos != NEVER);
    }

    synchronized void clear() {
        open.clear();
        used.clear();
    }

    private String add(Code code) {
        expire();
        if (open.size() >= capacity) {
            open.remove(oldest());
        }
        open.add(code);
        return code.secret.reveal();
    }

    /** The oldest code for a URL, if there is one: the shown page keeps the code for its reload. */
    private Code oldest() {
        return open.stream().filter(code -> code.lifeNanos != NEVER).findFirst().orElseGet(open::element);
    }

    private void expire() {
        long now = time.nanos();
        for (Iterator<Code> codes = open.iterator(); codes.hasNext(); ) {
            Code code = codes.next();
            if (code.lifeNanos != NEVER && now - code.since >= code.lifeNanos) {
                codes.remove();
            }
        }
    }

    private void remember(Secret code) {
        if (used.size() == REMEMBERED) {
            used.remove();
        }
        used.add(code);
    }

    private boolean wasUsed(String presented) {
        boolean found = false;
        for (Secret code : used) {
            found |= code.is(presented);
        }
        return found;
    }

    private record Code(Secret secret, long since, long lifeNanos, long session) {}
}
