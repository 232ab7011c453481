package dev.gyre.ipc;

import dev.gyre.event.EventPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * What the pages of one window may call, hear and emit. Nothing is granted that is not listed here. Immutable.
 *
 * <pre>{@code
 * Capabilities.of(calls("Clock.*"), hears("clock.**"), emits("ui.moved"))
 * }</pre>
 *
 * <p>All three are patterns as {@link EventPattern} describes; binding names obey the same form.
 */
public final class Capabilities {

    /** What the names of the runtime's own events begin with. */
    static final String INTERNAL = "gyre.";

    private static final Capabilities NONE = new Capabilities(List.of(), List.of(), List.of());

    private final List<String> calls;
    private final List<String> hears;
    private final List<String> emits;
    private final List<EventPattern> callPatterns;
    private final List<EventPattern> hearPatterns;
    private final List<EventPattern> emitPatterns;

    private Capabilities(List<String> calls, List<String> hears, List<String> emits) {
        this.calls = List.copyOf(calls);
        this.hears = List.copyOf(hears);
        this.emits = List.copyOf(emits);
        this.callPatterns = patterns(calls);
        this.hearPatterns = patterns(hears);
        this.emitPatterns = patterns(emits);
    }

    /**
     * No capability at all.
     *
     * @return the empty grant
     */
    public static Capabilities none() {
        return NONE;
    }

    /**
     * Lets a page call bindings. The runtime's own, under {@code gyre.}, are open only to who is granted them with that word:
     * {@code **} does not stand for them.
     *
     * @param patterns over binding names
     * @return the grant
     * @throws IllegalArgumentException if a pattern is not well formed
     */
    public static Capabilities calls(String... patterns) {
        return new Capabilities(List.of(patterns), List.of(), List.of());
    }

    /**
     * Lets a page subscribe to events. The runtime's own, under {@code gyre.}, are heard only by who is granted them with
     * that word: {@code **} does not stand for them.
     *
     * @param patterns over event names
     * @return the grant
     * @throws IllegalArgumentException if a pattern is not well formed
     */
    public static Capabilities hears(String... patterns) {
        return new Capabilities(List.of(), List.of(patterns), List.of());
    }

    /**
     * Lets a page emit events. Names under {@code gyre.} stay the runtime's own whatever is granted.
     *
     * @param patterns over event names
     * @return the grant
     * @throws IllegalArgumentException if a pattern is not well formed
     */
    public static Capabilities emits(String... patterns) {
        return new Capabilities(List.of(), List.of(), List.of(patterns));
    }

    /**
     * Several grants as one.
     *
     * @param grants the grants
     * @return all of them together
     */
    public static Capabilities of(Capabilities... grants) {
        Capabilities all = NONE;
        for (Capabilities grant : grants) {
            all = all.and(grant);
        }
        return all;
    }

    /**
     * This grant and another.
     *
     * @param more what else is granted
     * @return both together
     */
    public Capabilities and(Capabilities more) {
        return new Capabilities(joined(calls, more.calls), joined(hears, more.hears), joined(emits, more.emits));
    }

    /**
     * Whether a page may call a binding. Events as a stream may be asked for by every page, of which it gets those that it
     * may hear.
     *
     * @param binding the binding's name
     * @return true if granted
     */
    public boolean mayCall(String binding) {
        return binding.equals(PageEvents.STREAM) || isGranted(callPatterns, binding);
    }

    /**
     * Whether a page may subscribe to a name or pattern: true if every name it stands for is granted.
     *
     * @param pattern an event name or a pattern over them
     * @return true if granted
     */
    public boolean mayHear(String pattern) {
        for (String grant : hears) {
            if (PatternCover.covers(grant, pattern) && (isSpelledOut(grant) || !isInternal(pattern))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a page may emit an event.
     *
     * @param name the event type's name
     * @return true if granted
     */
    public boolean mayEmit(String name) {
        return !isInternal(name) && isGranted(emitPatterns, name);
    }

    @Override
    public String toString() {
        return "calls " + calls + ", hears " + hears + ", emits " + emits;
    }

    /** The patterns of names that may be heard, for events kept before a page has said what it subscribes to. */
    List<String> heard() {
        return hears;
    }

    /** Whether an event of this name may ever reach the page. */
    boolean hearsName(String name) {
        return isGranted(hearPatterns, name);
    }

    private static boolean isInternal(String name) {
        return name.startsWith(INTERNAL);
    }

    /** Whether a grant names what is the runtime's own, which no wildcard stands for. */
    private static boolean isSpelledOut(String grant) {
        return grant.startsWith(INTERNAL);
    }

    private static boolean isGranted(List<EventPattern> patterns, String name) {
        for (EventPattern pattern : patterns) {
            if (pattern.matches(name) && (isSpelledOut(pattern.toString()) || !isInternal(name))) {
                return true;
            }
        }
        return false;
    }

    private static List<EventPattern> patterns(List<String> texts) {
        return texts.stream().map(EventPattern::of).toList();
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
