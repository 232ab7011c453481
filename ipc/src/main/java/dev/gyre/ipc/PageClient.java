package dev.gyre.ipc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gyre.event.EventPattern;
import dev.gyre.event.Registration;
import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.MessageForm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * A page without a browser: what {@code gyre.js} is to a web page, for tests written in Java, over the in-memory
 * transport.
 *
 * <pre>{@code
 * try (var page = PageClient.open(ipc, window)) {
 *     assertThat(page.call("Clock.greet", "Ada")).isEqualTo("Hello, Ada");
 * }
 * }</pre>
 *
 * <p>An argument that is a {@link org.reactivestreams.Publisher} is an upload: it is subscribed to when the binding asks for
 * items. Bytes travel as they are, both ways.
 *
 * <p>It has one thread, {@code gyre-page-N}, on which it hears; the blocking methods must not be called from there.
 */
public final class PageClient implements AutoCloseable {

    /** How long an answer may take before a blocking method gives up: far beyond what any healthy test needs. */
    private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(10);

    private final Ipc ipc;
    private final MemoryTransport.PageThread thread = new MemoryTransport.PageThread();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final PageProtocol protocol;

    private volatile @Nullable MemoryTransport transport;
    private volatile @Nullable CloseReason closeReason;

    private PageClient(Ipc ipc) {
        this.ipc = ipc;
        this.protocol = new PageProtocol(
                ipc.runtime().encoder(MessageForm.BINARY), message -> current().send(message), this::hear);
    }

    /**
     * Loads a page into a window and waits for its welcome.
     *
     * @param ipc the runtime
     * @param window the window, which mints a code for it
     * @return the page, ready
     * @throws CallException if it was refused
     */
    public static PageClient open(Ipc ipc, PageWindow window) {
        return open(ipc, window.code());
    }

    /**
     * Loads a page that presents a code and waits for its welcome.
     *
     * @param ipc the runtime
     * @param code the code
     * @return the page, ready
     * @throws CallException if it was refused; the kind is the lower-case name of the reason
     */
    public static PageClient open(Ipc ipc, String code) {
        PageClient page = arrive(ipc, code);
        page.ready();
        return page;
    }

    /** A page that is welcomed and has not said yet that it is ready. */
    static PageClient arrive(Ipc ipc, String code) {
        PageClient page = new PageClient(ipc);
        try {
            page.connect(() -> page.protocol.arriving(code));
            return page;
        } catch (RuntimeException e) {
            page.close();
            throw e;
        }
    }

    /** Says that the subscriptions it begins with are made. */
    void ready() {
        protocol.ready();
    }

    /**
     * Calls a binding and waits for its result.
     *
     * @param name the binding's name
     * @param arguments what to pass, encoded like any value of Java
     * @return text, a number, a truth value, a list, a map, or null
     * @throws CallException if the call fails
     */
    public @Nullable Object call(String name, @Nullable Object... arguments) {
        return protocol.read(await(start(name, arguments)), Object.class);
    }

    /**
     * Calls a binding and waits for its result as an object of a class.
     *
     * @param type the class to read the result as
     * @param name the binding's name
     * @param arguments what to pass
     * @param <T> the class
     * @return the result
     * @throws CallException if the call fails
     */
    public <T> @Nullable T call(Class<T> type, String name, @Nullable Object... arguments) {
        return protocol.read(await(start(name, arguments)), type);
    }

    /**
     * Calls a binding. Cancelling the future cancels the call.
     *
     * @param name the binding's name
     * @param arguments what to pass
     * @return the result, or a {@link CallException}
     */
    public CompletableFuture<@Nullable Object> callAsync(String name, @Nullable Object... arguments) {
        CompletableFuture<JsonNode> answer = start(name, arguments);
        CompletableFuture<@Nullable Object> result = answer.thenApply(node -> protocol.read(node, Object.class));
        CompletableFuture<?> unused = result.whenComplete((value, error) -> {
            if (result.isCancelled()) {
                answer.cancel(false);
            }
        });
        return result;
    }

    /**
     * Calls a binding whose result is a stream. The demand of whoever subscribes is the page's credit; cancelling cancels
     * the stream. Each subscription is a call of its own.
     *
     * @param type the class to read items as
     * @param name the binding's name
     * @param arguments what to pass
     * @param <T> the class
     * @return the items, on the page's thread; ends with a {@link CallException} if the stream fails
     */
    public <T> Flux<T> stream(Class<T> type, String name, @Nullable Object... arguments) {
        return protocol.stream(type, content(name, arguments));
    }

    /**
     * Emits an event and waits until it is accepted.
     *
     * @param name the event type's name
     * @param payload the payload
     * @throws CallException if it was not accepted
     */
    public void emit(String name, Object payload) {
        await(protocol.request(Frame.EMIT, name, payload));
    }

    /**
     * Subscribes to events and waits until that is done.
     *
     * @param pattern a name or a pattern over them
     * @param handler called on the page's thread with each event that matches
     * @return the undo
     * @throws CallException if the page may not hear it
     */
    public Registration on(String pattern, Consumer<PageEvent> handler) {
        Listener listener = new Listener(EventPattern.of(pattern), handler);
        listeners.add(listener);
        try {
            await(protocol.request(Frame.SUBSCRIBE, pattern));
        } catch (RuntimeException e) {
            listeners.remove(listener);
            throw e;
        }
        return () -> forget(listener);
    }

    /** Stops reading, like a page whose script hangs: nothing more is taken from the runtime. */
    public void pause() {
        current().pause(true);
    }

    /** Reads again. */
    public void unpause() {
        current().pause(false);
    }

    /**
     * Loses the connection. Calls stay under way, and those made meanwhile wait; their answers come after
     * {@link #reconnect}.
     */
    public void disconnect() {
        current().lose();
    }

    /**
     * Comes back to the same session over a new connection; the old one is given up if it still stands.
     *
     * @throws CallException if the session is over
     */
    public void reconnect() {
        current().lose();
        connect(protocol::returning);
    }

    /**
     * Loads the page again: it leaves, and another presents the code that was kept for that.
     *
     * @return the new page, ready
     * @throws CallException if it was refused
     */
    public PageClient reload() {
        close();
        return open(ipc, next());
    }

    /**
     * Which load of the window's page this is.
     *
     * @return 1 for the first
     */
    public long generation() {
        return protocol.generation();
    }

    /**
     * Events this page should have heard and did not, as the runtime told it.
     *
     * @return the count
     */
    public long missed() {
        return protocol.gaps();
    }

    /**
     * Why the runtime ended the connection.
     *
     * @return the reason, once it did
     */
    public Optional<CloseReason> closeReason() {
        return Optional.ofNullable(closeReason);
    }

    /** Leaves: the connection is lost, and the thread ends. */
    @Override
    public void close() {
        MemoryTransport last = transport;
        if (last != null) {
            last.lose();
        }
        thread.close();
        protocol.closed(new CallException(CallException.CANCELLED, "the page was closed"));
    }

    String token() {
        return protocol.token();
    }

    String next() {
        return protocol.next();
    }

    /** Sends text as it is, if the runtime can be reached. */
    void send(String message) {
        protocol.sendNow(new Message(message.getBytes(StandardCharsets.UTF_8), false));
    }

    private void connect(Supplier<Message> hello) {
        CompletableFuture<Void> welcome = protocol.expectWelcome();
        MemoryTransport connection = new MemoryTransport(thread, protocol::take, this::closedBy);
        transport = connection;
        connection.open(ipc.connect(connection));
        connection.send(hello);
        await(welcome);
    }

    private CompletableFuture<JsonNode> start(String name, @Nullable Object... arguments) {
        return protocol.request(Frame.CALL, content(name, arguments));
    }

    private static @Nullable Object[] content(String name, @Nullable Object... arguments) {
        @Nullable Object[] content = new Object[arguments.length + 1];
        content[0] = name;
        System.arraycopy(arguments, 0, content, 1, arguments.length);
        return content;
    }

    private void forget(Listener listener) {
        listeners.remove(listener);
        String pattern = listener.pattern.toString();
        if (listeners.stream().noneMatch(other -> other.pattern.toString().equals(pattern))) {
            protocol.unsubscribe(pattern);
        }
    }

    // On the page's thread

    private void hear(String name, JsonNode payload) {
        PageEvent event = new PageEvent(name, protocol.read(payload, Object.class));
        for (Listener listener : listeners) {
            if (listener.pattern.matches(name)) {
                listener.handler.accept(event);
            }
        }
    }

    private void closedBy(MemoryTransport connection, CloseReason reason) {
        if (connection != transport) {
            return;
        }
        closeReason = reason;
        protocol.closed(new CallException(reason.text(), "the runtime closed the page"));
    }

    private MemoryTransport current() {
        return Objects.requireNonNull(transport, "transport");
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(ANSWER_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CallException error ? error.again() : new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + ANSWER_DEADLINE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }

    /**
     * An event as a page hears it.
     *
     * @param name the event type's name
     * @param payload text, a number, a truth value, a list, a map, or null
     */
    public record PageEvent(String name, @Nullable Object payload) {}

    private record Listener(EventPattern pattern, Consumer<PageEvent> handler) {}
}
