package dev.gyre.window.javafx;

import dev.gyre.event.EventType;
import dev.gyre.ipc.Binding;

/** What Java offers the page of the tests. */
final class Probe {

    record Step(String step, Object argument) {}

    record Said(String step, String result) {}

    static final EventType<Step> DO = EventType.of("test.do", Step.class);
    static final EventType<Said> SAID = EventType.of("test.said", Said.class);

    @Binding
    String greet(String name) {
        return "Hello, " + name;
    }

    @Binding
    int add(int a, int b) {
        return a + b;
    }
}
