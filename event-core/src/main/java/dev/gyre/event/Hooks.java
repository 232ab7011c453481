package dev.gyre.event;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks the hooks of a type for their verdict, on the publishing thread and in order. A hook may publish, which asks more
 * hooks on the same thread: {@value #MOST_NESTED} calls deep at most, then the innermost event is vetoed.
 */
final class Hooks {

    /** Far above what is meant, far below what a thread's stack takes. */
    static final int MOST_NESTED = 16;

    private final Failures failures;
    private final ThreadLocal<AtomicInteger> nested = ThreadLocal.withInitial(AtomicInteger::new);

    Hooks(Failures failures) {
        this.failures = failures;
    }

    /** A verdict that passes may carry another payload. */
    Verdict judge(TypeEntry entry, HookEntry[] hooks, Object payload) {
        AtomicInteger depth = nested.get();
        if (depth.get() == MOST_NESTED) {
            return Verdict.veto("hooks publish into hooks more than " + MOST_NESTED + " deep");
        }
        depth.incrementAndGet();
        try {
            return judgeAll(entry, hooks, payload);
        } finally {
            if (depth.decrementAndGet() == 0) {
                nested.remove();
            }
        }
    }

    private Verdict judgeAll(TypeEntry entry, HookEntry[] hooks, Object payload) {
        Object passed = payload;
        for (HookEntry hook : hooks) {
            Verdict verdict = judge(hook, entry.type, entry.lane, passed);
            if (!verdict.passes()) {
                return verdict;
            }
            passed = verdict.payloadOr(passed);
        }
        return passed == payload ? Verdict.PASS : Verdict.replace(passed);
    }

    private Verdict judge(HookEntry entry, EventType<?> type, LaneRing lane, Object payload) {
        try {
            Verdict verdict = Objects.requireNonNull(entry.hook().beforePublish(payload), "verdict");
            requireClass(type, verdict.payloadOr(payload));
            return verdict;
        } catch (Throwable error) { // Errors too: a guard that breaks keeps the door shut
            failures.report(Event.of(type, payload), "hook on " + type.name(), error);
            if (entry.onFailure() == OnHookFailure.RETHROW) {
                lane.veto();
                throw new PublishException(PublishResult.VETOED, "a hook on " + type.name() + " failed", error);
            }
            return Verdict.veto("a hook failed: " + error.getClass().getSimpleName());
        }
    }

    private static void requireClass(EventType<?> type, Object payload) {
        if (!type.payload().isInstance(payload)) {
            throw new ClassCastException("replacement for " + type.name() + ": a "
                    + payload.getClass().getName() + " (expected: a "
                    + type.payload().getName() + ")");
        }
    }
}
