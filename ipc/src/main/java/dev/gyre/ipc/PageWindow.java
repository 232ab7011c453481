package dev.gyre.ipc;

import dev.gyre.event.EventType;
import dev.gyre.event.PublishResult;
import dev.gyre.event.Registration;
import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.MessageForm;
import dev.gyre.ipc.spi.Transport;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The place in which pages are shown one after the other: a name, what its pages may do, and at most one session.
 *
 * <p>Safe to use from any thread; nothing here blocks.
 */
public final class PageWindow implements AutoCloseable {

    private final String name;
    private final Capabilities capabilities;
    private final boolean[] callable;
    private final MessageForm form;
    private final IpcRuntime runtime;
    private final Codes codes;
    private final Set<String> groups = ConcurrentHashMap.newKeySet();
    private final Runnable onClose;

    /** How many pages it has had. Guarded by the lock of this object. */
    private long generations;

    /** The session of the page that is shown, or that waits for its page. Written under the lock of this object. */
    private volatile @Nullable LiveSession current;

    private volatile boolean closed;

    PageWindow(String name, Capabilities capabilities, MessageForm form, IpcRuntime runtime, Runnable onClose) {
        this.name = name;
        this.capabilities = capabilities;
        this.form = form;
        this.callable = runtime.bindings().granted(capabilities);
        this.runtime = runtime;
        this.codes = new Codes(runtime.limits(), runtime.time());
        this.onClose = onClose;
    }

    /**
     * The window's name.
     *
     * @return the name, unique in its runtime
     */
    public String name() {
        return name;
    }

    /**
     * What its pages may do.
     *
     * @return the grant
     */
    public Capabilities capabilities() {
        return capabilities;
    }

    /**
     * Mints a code with which one page can become this window's, within 60 s and once. It belongs into the fragment of
     * the URL that is opened: {@code #gyre=CODE}. From now on events its page may hear are kept for it.
     *
     * @return 128 random bits as 22 characters
     * @throws IllegalStateException if the window is closed
     */
    public String code() {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("window \"" + name + "\" is closed");
            }
            if (current == null) {
                current = new LiveSession(this, runtime);
            }
        }
        String code = codes.mint();
        runtime.time().after(runtime.limits().codeLife(), this::giveUpWaiting);
        return code;
    }

    /**
     * The session of the page that is shown now.
     *
     * @return the session, lost ones included; empty before the first page and after the last
     */
    public Optional<PageSession> session() {
        LiveSession session = current;
        return session == null || session.generation() == 0 ? Optional.empty() : Optional.of(session);
    }

    /**
     * Sends an event to the page of this window alone, see {@link Ipc#emit}. It hears it if it is subscribed to the type;
     * before it is ready the event waits.
     *
     * @param type the type
     * @param payload the payload
     * @param <T> the payload's class
     * @return whether the lane took it
     */
    public <T> PublishResult emit(EventType<T> type, T payload) {
        return runtime.hub().emit(type, payload, Target.windows(name));
    }

    /**
     * Puts the window into a group, for {@link Target#group}.
     *
     * @param group the group's name
     * @return takes it out again
     */
    public Registration join(String group) {
        groups.add(Objects.requireNonNull(group, "group"));
        return () -> groups.remove(group);
    }

    /**
     * The groups it is in.
     *
     * @return a view
     */
    public Set<String> groups() {
        return Collections.unmodifiableSet(groups);
    }

    /** Ends the session, if there is one, and voids the codes. Idempotent. */
    @Override
    public void close() {
        LiveSession last;
        synchronized (this) {
            closed = true;
            last = current;
        }
        codes.clear();
        if (last != null) {
            last.end(CloseReason.CLOSED);
        }
        onClose.run();
    }

    @Override
    public String toString() {
        return "window \"" + name + "\"";
    }

    /** What its pages' transports can carry. */
    MessageForm form() {
        return form;
    }

    boolean mayCall(BoundMethod method) {
        return callable[method.index()];
    }

    Codes.Verdict use(String code, String key) {
        return codes.use(code, key);
    }

    /**
     * Begins the session of a page that has presented a code, and ends the one before. Null if the window is closed.
     *
     * <p>Under the lock the page gets its session and the session its page, in one step: who comes next, even at the same
     * instant, finds a session that has a page, and takes its place.
     */
    @Nullable
    LiveSession born(Transport transport, String key) {
        LiveSession old;
        LiveSession next;
        String code;
        synchronized (this) {
            if (closed) {
                return null;
            }
            old = current;
            next = withPage(transport, key, old, ++generations);
            current = next;
            code = codes.mintNext(next.id());
        }
        if (old != null && old != next) {
            old.end(CloseReason.REPLACED);
        }
        // Nothing can overtake it: only this thread, the transport's own, drains.
        transport.send(Welcome.of(runtime, next, next.generation(), code).json());
        next.tellOpened();
        return next;
    }

    /** The session that waits for its page, if it still does, else a new one. */
    private LiveSession withPage(Transport transport, String key, @Nullable LiveSession waiting, long generation) {
        if (waiting != null && waiting.open(transport, key, generation)) {
            return waiting;
        }
        LiveSession fresh = new LiveSession(this, runtime);
        if (!fresh.open(transport, key, generation)) {
            throw new IllegalStateException(fresh + " has ended before anyone knew of it");
        }
        return fresh;
    }

    /**
     * Welcomes the page that has begun the session with this key, and has not been heard of since: it comes again because
     * its connection was lost before the welcome. Null if there is no such session any more.
     */
    @Nullable
    LiveSession welcomeAgain(Transport transport, String key) {
        LiveSession begun;
        String code;
        synchronized (this) {
            begun = current;
            if (begun == null || !begun.isUnheardOf(key)) {
                return null;
            }
            code = codes.mintNext(begun.id());
        }
        EncodedFrame welcome = Welcome.of(runtime, begun, begun.generation(), code);
        return begun.resume(transport, 0, welcome) ? begun : null;
    }

    boolean resume(LiveSession session, Transport transport, long seen) {
        EncodedFrame welcome = Welcome.of(runtime, session, session.generation(), "");
        return session.resume(transport, seen, welcome);
    }

    @Nullable
    LiveSession live() {
        return current;
    }

    /** Lets go of a session that has ended. */
    void ended(LiveSession session) {
        synchronized (this) {
            if (current == session) {
                current = null;
            }
            // Under the lock, so that the code of a session which ends while it begins is minted before.
            codes.sessionEnded(session.id());
        }
    }

    void tell(LiveSession session, PageState.Change change) {
        try {
            runtime.bus().tryPublish(PageState.TYPE, new PageState(name, session.id(), session.generation(), change));
        } catch (RuntimeException hook) {
            // A hook may be registered to throw at whoever publishes: no session must stop in the middle for that.
            runtime.log().warn(() -> session + ": " + change + " was not told: " + hook, hook);
        }
    }

    /** No page came in time: what was kept for it is let go. */
    private void giveUpWaiting() {
        LiveSession session = current;
        if (session != null && !codes.isAwaiting()) {
            session.endIfWaiting();
        }
    }
}
