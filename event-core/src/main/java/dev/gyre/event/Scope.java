package dev.gyre.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription hears.
 *
 * @param name how reports call it unless it was given a name
 * @param type the one type it hears, as bare payloads; null if it hears several, as events
 * @param lane the one lane it hears, or null for all
 * @param patterns the patterns of names it begins with; empty for a type
 */
record Scope(
        String name, @Nullable EventType<?> type, @Nullable String lane, List<EventPattern> patterns) {

    static Scope of(EventType<?> type) {
        return new Scope(type.name(), type, null, List.of());
    }

    static Scope of(List<String> patterns) {
        return new Scope(
                String.join(", ", patterns),
                null,
                null,
                patterns.stream().map(EventPattern::of).toList());
    }

    static Scope ofLane(String lane) {
        return new Scope("lane \"" + lane + "\"", null, lane, List.of(EventPattern.of("**")));
    }

    Scope named(String changed) {
        return new Scope(changed, type, lane, patterns);
    }

    boolean admits(EventType<?> other) {
        return lane == null || lane.equals(other.lane());
    }
}
