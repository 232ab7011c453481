package dev.gyre.window.kit;

import dev.gyre.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * What a page of the kit is told to do: the name of a step, as {@code page.js} knows them. It answers with {@link Said}.
 *
 * @param step the step
 * @param argument what it is given, as JSON has it
 */
public record Step(String step, @Nullable Object argument) {

    /** The type of these events. */
    public static final EventType<Step> TYPE = EventType.of("kit.do", Step.class);
}
