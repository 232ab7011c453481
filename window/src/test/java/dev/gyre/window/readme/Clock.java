package dev.gyre.window.readme;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;

import dev.gyre.assets.AssetSource;
import dev.gyre.event.EventType;
import dev.gyre.ipc.Binding;
import dev.gyre.window.Application;
import dev.gyre.window.Service;

/** The README's first example. */
final class Clock implements Service {
    public record Tick(String time) {}

    static final EventType<Tick> TICK = EventType.of("clock.tick", Tick.class);

    @Binding
    String greet(String name) {
        return "Hello, " + name;
    }

    public static void main(String[] arguments) {
        Application.create(app -> app.assets(AssetSource.classpath("web"))
                        .service(new Clock())
                        .window("main", window -> window.title("Clock").allow(calls("Clock.*"), hears("clock.*"))))
                .run(); // returns when the application is closed
    }
}
