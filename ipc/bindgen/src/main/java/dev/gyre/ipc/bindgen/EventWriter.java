package dev.gyre.ipc.bindgen;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the map from names of events to their payloads, and functions that are typed by it. */
final class EventWriter {

    private static final String FUNCTIONS = """

            /** Hears an event of Java until the returned function is called. */
            export const on = <K extends keyof EventTypes>(
              name: K,
              listener: (payload: EventTypes[K], name: string) => void,
              options?: ListenOptions,
            ): Stop => events.on<EventTypes[K]>(name, listener, options);

            /** Hears an event of Java once, if the returned function is not called before. */
            export const once = <K extends keyof EventTypes>(
              name: K,
              listener: (payload: EventTypes[K], name: string) => void,
            ): Stop => events.once<EventTypes[K]>(name, listener);

            /** An event of Java from now on, as a stream: Java sends as much as the loop keeps up with. */
            export const eventStream = <K extends keyof EventTypes>(
              name: K,
              options?: CallOptions,
            ): Stream<NamedEvent<EventTypes[K]>> =>
              options === undefined ? events.stream<EventTypes[K]>(name) : events.stream<EventTypes[K]>(name, options);

            /** Emits an event to Java; resolves when it is accepted. */
            export const emit = <K extends keyof EventTypes>(name: K, payload: EventTypes[K]): Promise<void> =>
              events.emit(name, payload);
            """;

    private final TypeMapper types;
    private final Docs docs;
    private final Imports imports;

    EventWriter(TypeMapper types, Docs docs, Imports imports) {
        this.types = types;
        this.docs = docs;
        this.imports = imports;
    }

    String write(Collection<EventConstants.Constant> constants) {
        if (constants.isEmpty()) {
            return "";
        }
        imports.value("events");
        List.of("CallOptions", "ListenOptions", "NamedEvent", "Stop", "Stream").forEach(imports::type);
        String members = constants.stream().map(this::member).collect(Collectors.joining());
        return "/** What each event carries. */\nexport interface EventTypes {\n" + members + "}\n" + FUNCTIONS;
    }

    private String member(EventConstants.Constant constant) {
        Ts payload = types.say(constant.payload(), constant.place());
        return docs.of(constant.field()).render("  ") + "  " + Identifiers.quoted(constant.name()) + ": " + payload
                + ";\n";
    }
}
