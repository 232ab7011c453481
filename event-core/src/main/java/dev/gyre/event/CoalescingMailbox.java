package dev.gyre.event;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox that holds one item a key: a newer one takes the older one's place and stands at the end. When it is full of
 * other keys it drops the oldest.
 *
 * <p>Nodes are found by key in a map that only the putting thread uses, so that keys' {@code hashCode} and {@code equals}
 * run on it alone and under no lock. The nodes that wait are linked in order; the links, what a node holds and the size
 * are guarded by this object's monitor, which is held for a few instructions and never across user code. A node that is
 * taken lets go of its key too, which may be the item itself; the empty node is equal to none, and cleared away later.
 */
final class CoalescingMailbox implements Mailbox {

    /** Nodes for each item that may wait: beyond this the empty ones are cleared away. */
    private static final int MEMORY = 4;

    private static final class Node {
        final int hash;

        /** Written under the monitor; the putting thread reads it without, and looks again at the item under it. */
        @Nullable
        Object key;

        @Nullable
        Object item;

        Node before = this;
        Node after = this;

        Node(@Nullable Object key) {
            this.key = key;
            this.hash = Objects.hashCode(key);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            if (!(other instanceof Node node) || hash != node.hash) {
                return false;
            }
            Object own = key;
            Object others = node.key;
            return own != null && others != null && own.equals(others);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private final int capacity;
    private final Function<Object, @Nullable Object> keyOf;
    private final BusSubscription subscription;

    /** The putting thread's own. */
    private final Map<Node, Node> nodes = new HashMap<>();

    /** Before the first and after the last: links in a ring have no ends. */
    private final Node ends = new Node(null);

    private int size;

    CoalescingMailbox(int capacity, Function<Object, @Nullable Object> keyOf, BusSubscription subscription) {
        this.capacity = capacity;
        this.keyOf = keyOf;
        this.subscription = subscription;
    }

    @Override
    public boolean put(Object item) {
        Object key = item instanceof Event<?> event ? keyOf(event) : Objects.requireNonNullElse(keyOf.apply(item), "");
        Node fresh = new Node(key);
        Node known = nodes.putIfAbsent(fresh, fresh);
        append(known == null ? fresh : known, key, item);
        if (nodes.size() > MEMORY * capacity) {
            clearAway();
        }
        return true;
    }

    /** Events of different types never replace one another. */
    private Object keyOf(Event<?> event) {
        return Map.entry(event.type().name(), Objects.requireNonNullElse(keyOf.apply(event.payload()), ""));
    }

    private synchronized void append(Node node, Object key, Object item) {
        if (node.item != null) {
            unlink(node);
            subscription.coalesced.add(1);
        } else if (size == capacity) {
            unlink(ends.after);
            subscription.dropped.add(1);
        }
        node.key = key;
        node.item = item;
        node.before = ends.before;
        node.after = ends;
        node.before.after = node;
        ends.before = node;
        size++;
    }

    private void unlink(Node node) {
        node.before.after = node.after;
        node.after.before = node.before;
        node.key = null;
        node.item = null;
        size--;
    }

    @Override
    public synchronized @Nullable Object poll() {
        Node first = ends.after;
        Object item = first.item;
        if (item != null) {
            unlink(first);
        }
        return item;
    }

    @Override
    public synchronized @Nullable Object peek() {
        return ends.after.item;
    }

    private synchronized void clearAway() {
        nodes.values().removeIf(node -> node.item == null);
    }

    @Override
    public synchronized int size() {
        return size;
    }
}
