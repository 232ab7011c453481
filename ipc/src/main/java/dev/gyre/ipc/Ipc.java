package dev.gyre.ipc;

import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.event.PublishResult;
import dev.gyre.event.Subscription;
import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.MessageForm;
import dev.gyre.ipc.spi.PageLink;
import dev.gyre.ipc.spi.Transport;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The runtime between Java and pages: bindings, windows and their sessions, on one event bus.
 *
 * <pre>{@code
 * try (var ipc = Ipc.create(bus, options -> options.bind(new Clock()))) {
 *     var window = ipc.open("main", Capabilities.of(calls("Clock.*"), hears("clock.*")));
 *     browse(url + "#gyre=" + window.code());
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> Every method may be called from any thread. Bindings run on threads named {@code gyre-call-N}, results
 * are encoded where they come to be, events on the bus worker that delivers them.
 */
public final class Ipc implements AutoCloseable {

    private final IpcRuntime runtime;
    private final ConcurrentMap<String, PageWindow> windows = new ConcurrentHashMap<>();
    private final AtomicInteger unproven = new AtomicInteger();
    private final LongAdder refusedLinks = new LongAdder();
    private final LongAdder rejectedEmits = new LongAdder();
    private final Subscription republish;
    private volatile boolean closed;

    private Ipc(EventBus bus, IpcOptions options) {
        this.runtime = new IpcRuntime(bus, options);
        bus.register(PageState.TYPE);
        this.republish = bus.on(WindowMessage.TYPE, this::republish);
    }

    /**
     * A runtime on a bus, which it does not close.
     *
     * @param bus carries the events
     * @param configure sets the options
     * @return the runtime
     * @throws IllegalArgumentException if a binding cannot be opened; nothing is started then
     */
    public static Ipc create(EventBus bus, Consumer<IpcOptions> configure) {
        IpcOptions options = new IpcOptions();
        configure.accept(options);
        return new Ipc(Objects.requireNonNull(bus, "bus"), options);
    }

    /**
     * Opens a window for pages.
     *
     * @param name its name, for logs and for events that name a window
     * @param capabilities what its pages may do; nothing else is open to them
     * @return the window
     * @throws IllegalArgumentException if a window of that name is open
     * @throws IllegalStateException if the runtime is closed
     */
    public PageWindow open(String name, Capabilities capabilities) {
        return open(name, capabilities, MessageForm.BINARY);
    }

    /**
     * Opens a window whose pages are reached by transports that cannot carry everything.
     *
     * @param name its name
     * @param capabilities what its pages may do
     * @param form what all its transports can carry
     * @return the window
     * @throws IllegalArgumentException if a window of that name is open
     * @throws IllegalStateException if the runtime is closed
     */
    public PageWindow open(String name, Capabilities capabilities, MessageForm form) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(capabilities, "capabilities");
        if (closed) {
            throw new IllegalStateException("ipc is closed");
        }
        PageWindow window = new PageWindow(name, capabilities, form, runtime, () -> windows.remove(name));
        if (windows.putIfAbsent(name, window) != null) {
            throw new IllegalArgumentException("window: " + name + " (expected: a name no open window has)");
        }
        return window;
    }

    /**
     * The windows that are open.
     *
     * @return a snapshot
     */
    public List<PageWindow> windows() {
        return List.copyOf(windows.values());
    }

    /**
     * An open window.
     *
     * @param name its name
     * @return the window, if it is open
     */
    public Optional<PageWindow> window(String name) {
        return Optional.ofNullable(windows.get(name));
    }

    /**
     * Finds the session whose token was presented with a request. Every open session is compared, each in constant time.
     *
     * @param token what was presented
     * @return its session, if there is one that has not ended
     */
    public Optional<PageSession> byToken(String token) {
        return Optional.ofNullable(tokenHolder(token));
    }

    /**
     * Sends an event to some pages. It goes over the lane of its type, and so keeps its order with what the same thread
     * publishes there; it is encoded once for all that hear it. Subscribers in Java do not: for them it is published on the
     * bus, which all pages that may hear it do. Never waits.
     *
     * @param type the type
     * @param payload the payload
     * @param target whom it is for
     * @param <T> the payload's class
     * @return whether the lane took it
     */
    public <T> PublishResult emit(EventType<T> type, T payload, Target target) {
        return runtime.hub().emit(type, payload, target);
    }

    /**
     * Takes a new connection. Its page is not trusted before it has presented a code or a token.
     *
     * @param transport carries its messages
     * @return the runtime's end of it
     */
    public PageLink connect(Transport transport) {
        if (closed || unproven.incrementAndGet() > runtime.limits().unproven()) {
            if (!closed) {
                unproven.decrementAndGet();
                countRefused("more than " + runtime.limits().unproven() + " connections wait for their hello");
            }
            transport.close(closed ? CloseReason.CLOSED : CloseReason.OVERLOADED);
            return Link.refused(transport, this);
        }
        return Link.unproven(transport, this);
    }

    /**
     * Connections that were refused: no room, no hello, a wrong or used code, a message too large.
     *
     * @return the count
     */
    public long refusedConnections() {
        return refusedLinks.sum();
    }

    /**
     * Events of pages that were accepted as window messages and then found no room on their own lane, or a veto.
     *
     * @return the count
     */
    public long rejectedEmits() {
        return rejectedEmits.sum();
    }

    /**
     * Events that could not be encoded for pages.
     *
     * @return the count
     */
    public long unsendableEvents() {
        return runtime.hub().unsendable();
    }

    /**
     * Encodings of events, whoever heard them.
     *
     * @return the count
     */
    public long encodedEvents() {
        return runtime.eventsEncoded();
    }

    /** Closes all windows, then ends the threads. Waits up to 2 s for running calls, except on a thread that must not. */
    @Override
    public void close() {
        closed = true;
        windows().forEach(PageWindow::close);
        republish.close();
        runtime.close();
    }

    IpcRuntime runtime() {
        return runtime;
    }

    void proven() {
        unproven.decrementAndGet();
    }

    void countRefused(String reason) {
        refusedLinks.increment();
        runtime.log().warn(() -> "connection refused: " + reason);
    }

    /** Uses a code up, whichever window it is for, if it is good. */
    Presented present(String code, String key) {
        for (PageWindow window : windows.values()) {
            Codes.Verdict verdict = window.use(code, key);
            if (verdict != Codes.Verdict.UNKNOWN) {
                return new Presented(window, verdict);
            }
        }
        return new Presented(null, Codes.Verdict.UNKNOWN);
    }

    @Nullable
    LiveSession tokenHolder(String token) {
        LiveSession found = null;
        for (PageWindow window : windows.values()) {
            LiveSession session = window.live();
            if (session != null && session.generation() > 0 && session.token().is(token)) {
                found = session;
            }
        }
        return found;
    }

    /** On a worker: the inner event goes to its own lane, which never waits for it. */
    private void republish(WindowMessage message) {
        if (!publish(message.event()).isAccepted()) {
            rejectedEmits.increment();
            runtime.log()
                    .warn(() -> "event " + message.event().type().name() + " of window \"" + message.window()
                            + "\" found no room on its lane, or a veto");
        }
    }

    private <T> PublishResult publish(dev.gyre.event.Event<T> event) {
        return runtime.bus().tryPublish(event.type(), event.payload());
    }

    record Presented(@Nullable PageWindow window, Codes.Verdict verdict) {}
}
