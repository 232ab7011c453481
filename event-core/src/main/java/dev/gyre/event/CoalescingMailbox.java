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
 * run on it alone and under no lock. The nodes that wait are linked in order; the links, a node's item and the size are
 * guarded by this object's monitor, which is held for a few instructions and never across user code.
 */
final class CoalescingMailbox implements Mailbox {

    /** Keys remembered for each that may wait: nodes of items taken long ago are forgotten beyond this. */
    private static final int MEMORY = 4;

    private static final class Node {
        @Nullable
        Object item;

        Node before = this;
        Node after = this;
    }

    private final int capacity;
    private final Function<Object, @Nullable Object> keyOf;
    private final BusSubscription subscription;

    /** The putting thread's own. */
    private final Map<Object, Node> nodes = new HashMap<>();

    /** Before the first and after the last: links in a ring have no ends. */
    private final Node ends = new Node();

    private int size;

    CoalescingMailbox(int capacity, Function<Object, @Nullable Object> keyOf, BusSubscription subscription) {
        this.capacity = capacity;
        this.keyOf = keyOf;
        this.subscription = subscription;
    }

    @Override
    public boolean put(Object item) {
        Object key = item instanceof Event<?> event ? keyOf(event) : Objects.requireNonNullElse(keyOf.apply(item), "");
        Node node = nodes.computeIfAbsent(key, any -> new Node());
        append(node, item);
        if (nodes.size() > MEMORY * capacity) {
            forget();
        }
        return true;
    }

    /** Events of different types never replace one another. */
    private Object keyOf(Event<?> event) {
        return Map.entry(event.type().name(), Objects.requireNonNullElse(keyOf.apply(event.payload()), ""));
    }

    private synchronized void append(Node node, Object item) {
        if (node.item != null) {
            unlink(node);
            subscription.coalesced.add(1);
        } else if (size == capacity) {
            unlink(ends.after);
            subscription.dropped.add(1);
        }
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

    private synchronized void forget() {
        nodes.values().removeIf(node -> node.item == null);
    }

    @Override
    public synchronized int size() {
        return size;
    }
}
