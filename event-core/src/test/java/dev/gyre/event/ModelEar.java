package dev.gyre.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the model knows of one subscription: where it joined, what waits in its buffer, and its account. */
final class ModelEar {

    /** A payload: no two have the same id; a key to coalesce by. */
    record Token(int id, int key) {}

    enum Kind {
        WORKER,
        ONCE,
        /** On an executor that runs when the schedule says so. */
        MAILBOX,
        /** On an executor that runs at once, on the worker. */
        DIRECT,
        STREAM
    }

    /**
     * A place under one type.
     *
     * @param from the index of the first event it hears
     * @param owed what is to be replayed before
     */
    record Join(int from, Deque<Token> owed) {}

    private record Item(Token token, Object key) {}

    /** The key of tokens whose key function throws. */
    static final int BAD_KEY = 5;

    final Kind kind;

    /** Its place among all that ever subscribed. */
    final long order;

    /** Null for patterns. */
    final EventType<Token> type;

    final Set<String> patterns = new LinkedHashSet<>();
    final Map<EventType<Token>, Join> joins = new HashMap<>();
    final Overflow overflow;
    final int capacity;
    final boolean leavesOnFailure;

    BusSubscription subscription;
    org.reactivestreams.Subscription stream;
    String terminal = "";

    boolean closed;
    boolean attached = true;

    /** Its handler is running. */
    boolean busy;

    long demand;

    /** Why the stream ends once its buffer is empty; empty while it does not. */
    String ending = "";

    private final Deque<Item> buffer = new ArrayDeque<>();
    private long delivered;
    private long failed;
    private long dropped;
    private long coalesced;

    ModelEar(Kind kind, long order, EventType<Token> type, Overflow overflow, int capacity, boolean leavesOnFailure) {
        this.order = order;
        this.kind = kind;
        this.type = type;
        this.overflow = overflow;
        this.capacity = capacity;
        this.leavesOnFailure = leavesOnFailure;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
    static void check(boolean fact, String message, Object... values) {
        if (!fact) {
            throw new AssertionError(String.format(message, values));
        }
    }

    boolean isBuffered() {
        return kind != Kind.WORKER && kind != Kind.ONCE;
    }

    /** What comes in goes out at once. */
    boolean isEager() {
        return kind == Kind.DIRECT || (kind == Kind.STREAM && demand > 0);
    }

    boolean matches(EventType<Token> candidate) {
        return type == null
                ? patterns.stream().anyMatch(each -> EventPattern.of(each).matches(candidate.name()))
                : type.equals(candidate);
    }

    int waiting() {
        return buffer.size();
    }

    /** Puts an item into the buffer as its overflow policy has it. */
    void put(EventType<Token> from, Token token) {
        if (!ending.isEmpty()) {
            dropped++;
        } else if (overflow == Overflow.COALESCE) {
            coalesce(from, token);
        } else if (buffer.size() < Math.max(2, Integer.highestOneBit(2 * capacity - 1))) {
            buffer.add(new Item(token, ""));
        } else {
            dropped++;
            if (overflow == Overflow.DROP_OLDEST) {
                buffer.remove();
                buffer.add(new Item(token, ""));
            } else if (overflow == Overflow.ERROR) {
                ending = "overflow";
            }
        }
    }

    private void coalesce(EventType<Token> from, Token token) {
        if (isKeyless(token)) {
            fail();
            return;
        }
        Object key = type == null ? Map.entry(from.name(), token.key()) : token.key();
        if (buffer.removeIf(item -> item.key().equals(key))) {
            coalesced++;
        } else if (buffer.size() == capacity) {
            buffer.remove();
            dropped++;
        }
        buffer.add(new Item(token, key));
    }

    /** Whether its key function throws on it. */
    boolean isKeyless(Token token) {
        return isBuffered() && overflow == Overflow.COALESCE && token.key() == BAD_KEY;
    }

    boolean isHead(Token token) {
        return !buffer.isEmpty() && buffer.peek().token().equals(token);
    }

    void take() {
        buffer.remove();
        produced();
    }

    void produced() {
        if (kind == Kind.STREAM && demand != Long.MAX_VALUE) {
            demand--;
        }
    }

    void returned() {
        delivered++;
    }

    void fail() {
        failed++;
        if (leavesOnFailure) {
            cancel();
        }
    }

    /** Ends without a signal. */
    void cancel() {
        ending = "";
        close();
    }

    /** A stream ends once its buffer is empty. */
    void settle() {
        if (!closed && !busy && !ending.isEmpty() && buffer.isEmpty()) {
            close();
        }
    }

    int close() {
        closed = true;
        attached = false;
        joins.clear();
        return discard();
    }

    int discard() {
        int lost = buffer.size();
        dropped += lost;
        buffer.clear();
        return lost;
    }

    void checkAccount() {
        List<Long> model = List.of(delivered, failed, dropped, coalesced, (long) waiting());
        List<Long> shipped = List.of(
                subscription.delivered(),
                subscription.failed(),
                subscription.dropped(),
                subscription.coalesced(),
                subscription.waiting());
        check(
                shipped.equals(model),
                "%s: delivered, failed, dropped, coalesced, waiting are %s (expected: %s)",
                this,
                shipped,
                model);
        check(subscription.isClosed() == closed, "%s: closed is %s", this, subscription.isClosed());
        check(terminal.equals(closed ? ending : ""), "%s: ended with \"%s\" (expected: %s)", this, terminal, ending);
    }

    @Override
    public String toString() {
        return kind + " " + subscription.name() + " " + overflow + " of " + capacity;
    }
}
