package dev.gyre.bench.stages;

import static dev.gyre.ipc.Capabilities.hears;

import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.ipc.Ipc;
import dev.gyre.ipc.IpcProbe;
import dev.gyre.ipc.PageSession;
import dev.gyre.ipc.PageWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Gyre's bus, hub and sessions. One thread sends to all pages, as an event loop does, and one to the neighbour, which may wait. */
final class GyreFanOut extends FanOut {

    static final EventType<Numbered> TYPE = EventType.of(TestEvent.NAME, Numbered.class);

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private final EventBus bus = EventBus.create();
    private final Ipc ipc = Ipc.create(bus, options -> {});
    private final List<PageWindow> windows = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    GyreFanOut(int count) {
        super(count);
        bus.register(TYPE);
        serve("bench-pages", pages);
        serve("bench-neighbour", List.of(neighbour));
    }

    /** Opens pages, and has one thread send to all of them, as an event loop does. */
    private void serve(String name, List<HearingPage> hearing) {
        List<WirePage> wires = hearing.stream().map(this::open).toList();
        Thread thread = new Thread(() -> serve(wires), name);
        threads.add(thread);
        thread.start();
    }

    private WirePage open(HearingPage page) {
        PageWindow window = ipc.open("window" + windows.size(), hears(TestEvent.NAME));
        windows.add(window);
        WirePage wire = WirePage.open(ipc, window, page);
        wire.subscribe(TestEvent.NAME);
        return wire;
    }

    private void serve(List<WirePage> wires) {
        wires.forEach(WirePage::adopt);
        while (!closed) {
            boolean waited = false;
            for (WirePage wire : wires) {
                waited |= wire.takeIfAwake();
            }
            if (!waited) {
                LockSupport.parkNanos(PATIENCE);
            }
        }
    }

    @Override
    void publish(Numbered event) {
        bus.publish(TYPE, event);
    }

    @Override
    long encodings() {
        return ipc.encodedEvents();
    }

    @Override
    long drops() {
        return windows.stream()
                .map(PageWindow::session)
                .flatMap(Optional::stream)
                .map(PageSession::account)
                .mapToLong(account -> account.dropped())
                .sum();
    }

    byte[] frame(Numbered event) {
        try {
            return new IpcProbe(ipc, windows.get(0)).event(TestEvent.NAME, event);
        } catch (IOException e) {
            throw new IllegalStateException("event: cannot be written (expected: a fixture)", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        ipc.close();
        bus.close();
    }
}
