package dev.gyre.ipc.bindgen;

import java.nio.file.Path;
import java.util.List;

/**
 * What to generate from.
 *
 * @param services names of classes with bindings
 * @param events names of classes with event types as constants
 * @param sources folders in which the Javadoc is looked up; may be empty
 * @param gyre the path that the module imports the client from
 */
record Options(List<String> services, List<String> events, List<Path> sources, String gyre) {

    /** Where every Gyre application serves its client. */
    static final String GYRE = "/gyre/gyre.js";

    Options {
        services = List.copyOf(services);
        events = List.copyOf(events);
        sources = List.copyOf(sources);
        if (services.isEmpty() && events.isEmpty()) {
            throw new BindgenException("services and events: none (expected: at least one class)");
        }
    }
}
