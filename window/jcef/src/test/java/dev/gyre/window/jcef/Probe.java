package dev.gyre.window.jcef;

import dev.gyre.ipc.Binding;

/** What Java offers the page of the sample. */
final class Probe {

    @Binding
    String greet(String name) {
        return "Hello, " + name;
    }
}
