package dev.gyre.bench;

import dev.gyre.bench.windows.Toolkit;
import java.util.List;
import java.util.stream.Stream;

/** The rows of the window benchmark, each for both toolkits. */
final class WindowScenarios {

    static final String FIRST_PAGE = "first page";
    static final String FIRST_ANSWER = "first answer";
    static final String SECOND_WINDOW = "second window";
    static final String MEMORY = "memory of one window";
    static final String MEMORY_MORE = "memory of each further window";

    private static final String CALLS = "calls/s";
    private static final String EVENTS = "events/s";
    private static final String MILLIS = "ms";
    private static final String MEBIBYTES = "MiB";

    /** What adding Gyre may cost the first page. */
    private static final double FIRST_PAGE_MILLIS = 150;

    private WindowScenarios() {}

    static List<PageScenario> all() {
        return Stream.of(Toolkit.values())
                .flatMap(toolkit -> Stream.concat(cold(toolkit).stream(), warm(toolkit).stream()))
                .toList();
    }

    /** What is measured in a process that has just been started. */
    static List<PageScenario> cold(Toolkit toolkit) {
        return List.of(
                PageScenario.adding(name(toolkit, FIRST_PAGE), MILLIS, Bar.within(FIRST_PAGE_MILLIS, MILLIS)),
                PageScenario.adding(name(toolkit, FIRST_ANSWER), MILLIS, Bar.NONE),
                PageScenario.adding(name(toolkit, SECOND_WINDOW), MILLIS, Bar.NONE),
                PageScenario.adding(name(toolkit, MEMORY), MEBIBYTES, Bar.NONE),
                PageScenario.adding(name(toolkit, MEMORY_MORE), MEBIBYTES, Bar.NONE));
    }

    /** What pages measure, under the same names, in a process that has both windows. */
    static List<PageScenario> warm(Toolkit toolkit) {
        return List.of(
                PageScenario.beside(name(toolkit, "round trips, one at a time"), CALLS, Bar.NONE),
                PageScenario.beside(name(toolkit, "round trips, 32 in flight"), CALLS, Bar.atLeast(1.5)),
                PageScenario.beside(name(toolkit, "round trips by callback, 32 in flight"), CALLS, Bar.NONE),
                PageScenario.beside(name(toolkit, "events of 64 B"), EVENTS, Bar.atLeast(3)),
                PageScenario.beside(name(toolkit, "events of 256 B"), EVENTS, Bar.atLeast(3)));
    }

    static String name(Toolkit toolkit, String what) {
        return toolkit.title() + ": " + what;
    }
}
