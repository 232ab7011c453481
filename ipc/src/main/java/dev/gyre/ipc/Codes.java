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
        /** Used before, with the same key: by a page that may not have heard the answer. */
        REPEATED,
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
    private final ArrayDeque<Used> used = new ArrayDeque<>();

    Codes(IpcLimits limits, Timekeeper time) {
        this.capacity = limits.codes();
        this.lifeNanos = limits.codeLife().toNanos();
        this.time = time;
    }

    /** A code for a URL. Beyond the bound the oldest is void. */
    synchronized String mint() {
        return add(new Code(Secret.mint(), time.nanos(), lifeNanos, 0));
    }

    /** The code with which the page of a session may be loaded again. One minted for that before is void. */
    synchronized String mintNext(long session) {
        open.removeIf(code -> code.isNextOf(session));
        return add(new Code(Secret.mint(), time.nanos(), NEVER, session));
    }

    /** Lets the next code of a session grow old from now on. */
    synchronized void sessionEnded(long session) {
        ArrayDeque<Code> kept = new ArrayDeque<>();
        for (Code code : open) {
            kept.add(code.isNextOf(session) ? new Code(code.secret, time.nanos(), lifeNanos, session) : code);
        }
        open.clear();
        open.addAll(kept);
    }

    /**
     * Uses a code up, if it is good.
     *
     * @param key of the page that presents it; empty if it made up none
     */
    synchronized Verdict use(String presented, String key) {
        expire();
        Code found = null;
        for (Code code : open) {
            found = code.secret.is(presented) ? code : found;
        }
        if (found != null) {
            open.remove(found);
            remember(new Used(found.secret, key));
            return Verdict.GOOD;
        }
        return verdictOnUsed(presented, key);
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

    private void remember(Used code) {
        if (used.size() == REMEMBERED) {
            used.remove();
        }
        used.add(code);
    }

    private Verdict verdictOnUsed(String presented, String key) {
        Used found = null;
        for (Used code : used) {
            found = code.secret.is(presented) ? code : found;
        }
        if (found == null) {
            return Verdict.UNKNOWN;
        }
        return Secret.same(found.key, key) ? Verdict.REPEATED : Verdict.USED;
    }

    private record Code(Secret secret, long since, long lifeNanos, long session) {

        boolean isNextOf(long other) {
            return session == other && lifeNanos == NEVER;
        }
    }

    private record Used(Secret secret, String key) {}
}
