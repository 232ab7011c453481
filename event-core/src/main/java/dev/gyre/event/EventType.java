package dev.gyre.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The typed name of an event: what is published and what is subscribed to.
 *
 * <p>Immutable and free to create; two types are equal when name, payload class, lane and memory are. A name is one or more
 * segments of letters, digits, {@code _} and {@code -}, joined by dots, at most {@value #MAX_NAME_LENGTH} characters in
 * all: {@code order.placed}. Names that begin with {@code gyre.} are the runtime's own.
 *
 * @param <T> the payload's class; payloads should be immutable, for every subscriber sees the same object
 */
public final class EventType<T> {

    /** The longest name, in characters. Names travel in frames and stand in logs; longer ones are a mistake. */
    public static final int MAX_NAME_LENGTH = 128;

    /** The longest memory, in events. Each worker keeps one, and a mailbox of default size holds a whole replay. */
    public static final int MAX_REPLAY = Delivery.DEFAULT_CAPACITY;

    private final String name;
    private final Class<T> payload;
    private final String lane;

    /** How many of its last payloads new subscribers are given. */
    private final int retained;

    /**
     * The dense id under the registry that resolved this type last, so that publishing needs no map. Any thread writes
     * it, racily: the object is immutable, and a reader that finds another registry's asks its own.
     */
    @Nullable
    TypeEntry resolved;

    private EventType(String name, Class<T> payload, String lane, int retained) {
        this.name = name;
        this.payload = payload;
        this.lane = lane;
        this.retained = retained;
    }

    /**
     * A type on the lane of application events.
     *
     * @param name the name, as described above
     * @param payload the class of its payloads
     * @param <T> the payload's class
     * @return the type
     * @throws IllegalArgumentException if the name is not well formed
     */
    public static <T> EventType<T> of(String name, Class<T> payload) {
        EventPattern.requireName(name);
        return new EventType<>(name, Objects.requireNonNull(payload, "payload"), Lane.APPLICATION_EVENTS, 0);
    }

    /**
     * The same type on another lane.
     *
     * @param lane the lane's name; a bus that has no such lane refuses the type when it first meets it
     * @return the type on that lane
     */
    public EventType<T> on(String lane) {
        return new EventType<>(name, payload, Objects.requireNonNull(lane, "lane"), retained);
    }

    /**
     * The same type with a memory of one: whoever subscribes is given the last value first, then what follows, with no
     * gap and nothing twice.
     *
     * @return the sticky type
     */
    public EventType<T> sticky() {
        return replay(1);
    }

    /**
     * The same type with a memory: whoever subscribes is given the last values first, oldest first, then what follows,
     * with no gap and nothing twice. The bus keeps them reachable as long as it lives.
     *
     * @param last how many, 0 to {@value #MAX_REPLAY}; 0 for none
     * @return the type with that memory
     * @throws IllegalArgumentException if out of range
     */
    public EventType<T> replay(int last) {
        if (last < 0 || last > MAX_REPLAY) {
            throw new IllegalArgumentException("replay: " + last + " (expected: 0.." + MAX_REPLAY + ")");
        }
        return new EventType<>(name, payload, lane, last);
    }

    /**
     * The name pages and patterns know it by.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The class of its payloads.
     *
     * @return the class
     */
    public Class<T> payload() {
        return payload;
    }

    /**
     * The name of the lane that carries it.
     *
     * @return the lane's name
     */
    public String lane() {
        return lane;
    }

    /**
     * How many of its last values a new subscriber is given.
     *
     * @return 0 for none, 1 for a sticky type
     */
    public int retained() {
        return retained;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventType<?> type
                && name.equals(type.name)
                && payload.equals(type.payload)
                && lane.equals(type.lane)
                && retained == type.retained;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name + " of " + payload.getName() + " on " + lane + (retained == 0 ? "" : ", replaying " + retained);
    }
}
