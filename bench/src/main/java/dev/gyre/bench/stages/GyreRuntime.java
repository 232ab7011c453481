package dev.gyre.bench.stages;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.emits;
import static dev.gyre.ipc.Capabilities.hears;

import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.ipc.Capabilities;
import dev.gyre.ipc.Ipc;
import dev.gyre.ipc.IpcProbe;
import dev.gyre.ipc.PageSession;
import dev.gyre.ipc.PageWindow;
import java.util.function.Consumer;

/** Gyre's runtime with one window and its page, as an application has it, and a probe of its codec. */
final class GyreRuntime implements AutoCloseable {

    final EventBus bus;
    final Ipc ipc;
    final PageWindow window;
    final WirePage page;
    final IpcProbe probe;

    private GyreRuntime(Object service, Consumer<byte[]> messages) {
        bus = EventBus.create();
        ipc = Ipc.create(bus, options -> options.bind(service));
        window = ipc.open("main", Capabilities.of(calls("Service.*"), hears("test-event"), emits("test-event")));
        page = WirePage.open(ipc, window, messages);
        probe = new IpcProbe(ipc, window);
    }

    /** Gives what its page receives to a consumer. */
    static GyreRuntime open(Object service, Consumer<byte[]> messages) {
        return new GyreRuntime(service, messages);
    }

    /** For its codec alone. */
    static GyreRuntime open(Object service) {
        return open(service, message -> {});
    }

    GyreRuntime register(EventType<?> type) {
        bus.register(type);
        return this;
    }

    PageSession session() {
        return window.session().orElseThrow();
    }

    @Override
    public void close() {
        ipc.close();
        bus.close();
    }
}
