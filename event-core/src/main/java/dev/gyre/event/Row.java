package dev.gyre.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one worker does with the events of one type: whom it calls, what it keeps for those who come later, and how many
 * it has seen.
 *
 * <p>The targets are copy-on-write, in their order: written under the bus's structure lock, read by
 * the worker, so that dispatch is one volatile read and a loop, and changing them from inside a handler is safe. A
 * publisher that saw a subscription made publishes afterwards, and the worker reads the targets after it saw the event:
 * so it sees the subscription too.
 */
final class Row {

    private static final Target[] NONE = {};

    final EventType<?> type;

    /** For types that are sticky or replay; the worker's own. */
    final @Nullable History history;

    /** Events of this type that the worker has passed. */
    private final Counter passed = new Counter();

    private volatile Target[] targets = NONE;

    Row(EventType<?> type) {
        this.type = type;
        int retained = type.retained();
        this.history = retained == 0 ? null : new History(retained);
    }

    /** All targets have been called with a payload. */
    void pass(Object payload) {
        passed.increment();
        if (history != null) {
            history.add(payload);
        }
    }

    long passed() {
        return passed.get();
    }

    Target[] targets() {
        return targets;
    }

    /** A target that must be given a replay before it hears the event of a sequence, or null. */
    @Nullable
    Target owed(long sequence) {
        for (Target target : targets) {
            if (target.isOwed() && sequence > target.joinedAfter()) {
                return target;
            }
        }
        return null;
    }

    /** Whether an event is some target's own, from an order upwards. */
    boolean isHeard(long sequence, long from) {
        for (Target target : targets) {
            if (target.order() >= from && sequence > target.joinedAfter()) {
                return true;
            }
        }
        return false;
    }

    void add(Target target) {
        Target[] before = targets;
        int at = firstAfter(target.order(), before);
        Target[] longer = new Target[before.length + 1];
        System.arraycopy(before, 0, longer, 0, at);
        longer[at] = target;
        System.arraycopy(before, at, longer, at + 1, before.length - at);
        targets = longer;
    }

    /** The place of the first target with a higher order. */
    static int firstAfter(long order, Target... targets) {
        int at = 0;
        for (Target target : targets) {
            at += target.order() <= order ? 1 : 0;
        }
        return at;
    }

    void remove(BusSubscription subscription) {
        for (Target target : targets) {
            if (target.subscription() == subscription) {
                target.leave();
            }
        }
        targets = Arrays.stream(targets).filter(target -> !target.hasLeft()).toArray(Target[]::new);
    }
}
