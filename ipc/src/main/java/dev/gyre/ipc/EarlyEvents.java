package dev.gyre.ipc;

import java.util.ArrayDeque;
import java.util.function.Predicate;

/**
 * Events that come before a page has said what it subscribes to: all it may hear, in order, within the bounds of its
 * queue. When the page is ready those it subscribed to go on to its queue and the others are forgotten.
 *
 * <p>Open until released or closed. Guarded by its own lock, under which it calls its queue and nothing else; so that no
 * later event can overtake those that waited.
 */
final class EarlyEvents {

    private final IpcLimits limits;
    private final Outbound outbound;
    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private int bytes;
    private volatile boolean open = true;
    private volatile long lost;
    private volatile int waiting;

    EarlyEvents(IpcLimits limits, Outbound outbound) {
        this.limits = limits;
        this.outbound = outbound;
    }

    boolean isOpen() {
        return open;
    }

    /** Keeps an event, making room if need be. False once released: it may go straight to the queue. */
    boolean keep(String name, EncodedFrame frame) {
        if (!open) {
            return false;
        }
        synchronized (this) {
            if (!open) {
                return false;
            }
            while (!kept.isEmpty() && !hasRoom(frame.length())) {
                bytes -= kept.remove().frame.length();
                lost = lost + 1;
            }
            kept.add(new Kept(name, frame));
            bytes += frame.length();
            waiting = kept.size();
            return true;
        }
    }

    /** Hands over what the page subscribed to. False if that was done before. */
    synchronized boolean release(Predicate<String> subscribed) {
        if (!open) {
            return false;
        }
        if (lost > 0) {
            outbound.lostBefore(lost);
        }
        kept.stream().filter(event -> subscribed.test(event.name)).forEach(event -> outbound.offerEvent(event.frame));
        return clear();
    }

    /** Forgets everything. False if it was released before. */
    synchronized boolean close() {
        if (!open) {
            return false;
        }
        lost = lost + kept.size();
        return clear();
    }

    private boolean clear() {
        kept.clear();
        bytes = 0;
        waiting = 0;
        open = false;
        return true;
    }

    private boolean hasRoom(int more) {
        return kept.size() < limits.queueItems() && bytes + more <= limits.queueBytes();
    }

    /** Events lost to the bound, or with the session. */
    long dropped() {
        return lost;
    }

    long waiting() {
        return waiting;
    }

    /** Events that are neither handed over nor forgotten as none of the page's. */
    long offered() {
        return lost + waiting;
    }

    private static final class Kept {

        final String name;
        final EncodedFrame frame;

        Kept(String name, EncodedFrame frame) {
            this.name = name;
            this.frame = frame;
        }
    }
}
