package dev.gyre.ipc.bindgen;

import dev.gyre.ipc.bindgen.example.Clock;
import dev.gyre.ipc.bindgen.example.Files;
import dev.gyre.ipc.bindgen.example.Models;
import dev.gyre.ipc.bindgen.example.Stock;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What the tests generate from. */
final class Examples {

    static final Path SOURCES = Path.of("src", "test", "java");

    private Examples() {}

    /** All services and events, with their Javadoc. */
    static Options all() {
        return new Options(
                names(Clock.class, Models.class, Files.class, Stock.class),
                names(Clock.class, Stock.class),
                List.of(SOURCES),
                Options.GYRE);
    }

    static Options services(Class<?>... services) {
        return new Options(names(services), List.of(), List.of(), Options.GYRE);
    }

    static Options events(Class<?>... holders) {
        return new Options(List.of(), names(holders), List.of(), Options.GYRE);
    }

    static String generate(Options options) {
        return Bindgen.generate(options, Examples.class.getClassLoader());
    }

    private static List<String> names(Class<?>... classes) {
        return Arrays.stream(classes).map(Class::getName).toList();
    }
}
