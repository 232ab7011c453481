package dev.gyre.ipc;

import dev.gyre.event.EventPattern;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a page has asked to hear. Any thread may ask; who changes it does so under the lock of this object, by a copy. */
final class Subscriptions {

    private final EventHub hub;
    private final int limit;
    private volatile Map<String, EventPattern> patterns = Map.of();
    private boolean closed;

    Subscriptions(EventHub hub, int limit) {
        this.hub = hub;
        this.limit = limit;
    }

    boolean match(String name) {
        for (EventPattern pattern : patterns.values()) {
            if (pattern.matches(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Adds a pattern. Does nothing if it is there already, or nobody listens any more.
     *
     * @throws CallException if there are too many
     */
    void add(String pattern) {
        synchronized (this) {
            if (closed || patterns.containsKey(pattern)) {
                return;
            }
            if (patterns.size() >= limit) {
                throw new CallException(
                        CallException.OVERLOADED,
                        "subscriptions: " + (patterns.size() + 1) + " (expected: at most " + limit + ")");
            }
            Map<String, EventPattern> more = new LinkedHashMap<>(patterns);
            more.put(pattern, EventPattern.of(pattern));
            patterns = more;
        }
        hub.changed();
        hub.listen(pattern);
    }

    void remove(String pattern) {
        synchronized (this) {
            Map<String, EventPattern> fewer = new LinkedHashMap<>(patterns);
            if (fewer.remove(pattern) == null) {
                return;
            }
            patterns = fewer;
        }
        hub.changed();
        hub.forget(pattern);
    }

    /** Removes all of them, for good. */
    void close() {
        Map<String, EventPattern> last;
        synchronized (this) {
            closed = true;
            last = patterns;
            patterns = Map.of();
        }
        last.keySet().forEach(hub::forget);
    }
}
