package dev.gyre.window.kit;

import dev.gyre.event.EventType;

/**
 * One of many events whose order counts.
 *
 * @param number from 1
 */
public record Numbered(int number) {

    /** From Java to pages. */
    public static final EventType<Numbered> TICK = EventType.of("kit.tick", Numbered.class);

    /** From pages to Java. */
    public static final EventType<Numbered> NOTE = EventType.of("kit.note", Numbered.class);

    /** From pages to Java, where a hook throws at each in the tests of faults. */
    public static final EventType<Numbered> FAULTY = EventType.of("kit.faulty", Numbered.class);
}
