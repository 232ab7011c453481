package dev.gyre.window;

import dev.gyre.event.EventType;

/** A step in the life of the application. */
public enum ApplicationEvent {
    /** Published once its services run and its first windows are open; their pages may not be there yet. */
    STARTED,
    /** Published before its windows close and its services stop; nobody waits for whoever hears it. */
    CLOSING;

    /** The type of these events, on the lane of application events. */
    public static final EventType<ApplicationEvent> TYPE = EventType.of("gyre.application", ApplicationEvent.class);
}
