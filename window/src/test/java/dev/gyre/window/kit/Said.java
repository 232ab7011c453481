package dev.gyre.window.kit;

import dev.gyre.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * What came of a step, or {@code loaded} from each page that begins, with the number of its load.
 *
 * @param step the step
 * @param result what came of it; what went wrong as its kind and message, joined by {@code ": "}
 */
public record Said(String step, @Nullable Object result) {

    /** The type of these events. */
    public static final EventType<Said> TYPE = EventType.of("kit.said", Said.class);
}
