package dev.gyre.ipc;

import dev.gyre.event.EventType;
import dev.gyre.event.PublishResult;
import dev.gyre.event.Registration;
import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.Transport;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A page session and all that is its own.
 *
 * <pre>{@code
 * WAITING -> CONNECTED <-> LOST -> ENDED        (any state may end)
 * }</pre>
 *
 * <p>While it waits for its page it exists only to keep events, see {@link EarlyEvents}. Transitions are guarded by the
 * lock of this object; the state is read without. Nothing is called under the lock but the session's own parts. Others hear
 * of transitions in their order, see {@link StateChanges}, and of the end when all is let go.
 */
final class LiveSession implements PageSession {

    private enum State {
        WAITING,
        CONNECTED,
        LOST,
        ENDED
    }

    private final long id;
    private final PageWindow window;
    private final IpcRuntime runtime;
    private final Secret token = Secret.mint();
    private final Outbound outbound;
    private final Calls calls;
    private final EarlyEvents early;
    private final Subscriptions subscriptions;
    private final StateChanges changes;
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong emitted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong badFrames = new AtomicLong();

    private volatile State state = State.WAITING;
    private volatile long generation;

    /** What its page has made up to know its hello by; written before its generation. */
    private String key = "";

    private @Nullable Registration grace;

    /** Messages received over all its transports. Written by the transport's thread. */
    private volatile long received;

    LiveSession(PageWindow window, IpcRuntime runtime) {
        this.id = runtime.nextSessionId();
        this.window = window;
        this.runtime = runtime;
        this.outbound = new Outbound(runtime.limits());
        this.calls = new Calls(this, runtime);
        this.early = new EarlyEvents(runtime.limits(), outbound);
        this.subscriptions = new Subscriptions(runtime.hub(), runtime.limits().subscriptions());
        this.changes = new StateChanges(change -> window.tell(this, change));
        window.capabilities().heard().forEach(runtime.hub()::listen);
        runtime.hub().join(this);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public String window() {
        return window.name();
    }

    @Override
    public boolean isConnected() {
        return state == State.CONNECTED;
    }

    @Override
    public boolean isEnded() {
        return state == State.ENDED;
    }

    @Override
    public <T> PublishResult emit(EventType<T> type, T payload) {
        return runtime.hub().emit(type, payload, Target.session(this));
    }

    @Override
    public PageAccount account() {
        return new PageAccount(
                early.offered() + outbound.offered(),
                outbound.sent(),
                early.dropped() + outbound.dropped(),
                early.waiting() + outbound.waiting(),
                outbound.waitingBytes(),
                outbound.messages(),
                started.get(),
                calls.inFlight(),
                emitted.get(),
                refused.get(),
                badFrames.get());
    }

    @Override
    public void end() {
        end(CloseReason.CLOSED);
    }

    @Override
    public String toString() {
        return "session " + id + " of window \"" + window.name() + "\"";
    }

    // What the hub asks

    boolean hears(String name) {
        return window.capabilities().hearsName(name) && (early.isOpen() || subscriptions.match(name));
    }

    boolean isEarly() {
        return early.isOpen();
    }

    /**
     * Takes an event.
     *
     * @param byGrant whether it was chosen for what it may hear, before it said what it wants to
     */
    void hear(String name, EncodedFrame frame, boolean byGrant) {
        if (!early.keep(name, frame) && (!byGrant || subscriptions.match(name))) {
            if (outbound.offerEvent(frame)) {
                runtime.log()
                        .warn(() -> this + " does not keep up: events are dropped, " + outbound.dropped() + " so far");
            }
        }
    }

    // What the page does

    void subscribe(String pattern) {
        subscriptions.add(pattern);
    }

    void unsubscribe(String pattern) {
        subscriptions.remove(pattern);
    }

    /** The page has subscribed to what it begins with: gives it what waited of that, and keeps no more. */
    void ready() {
        if (early.release(subscriptions::match)) {
            runtime.hub().changed();
            window.capabilities().heard().forEach(runtime.hub()::forget);
            synchronized (this) {
                if (state == State.ENDED) {
                    return;
                }
                changes.add(PageState.Change.READY);
            }
            changes.tell();
        }
    }

    void answer(EncodedFrame frame) {
        outbound.offerAnswer(frame);
        if (outbound.answers() > runtime.limits().answers()) {
            end(CloseReason.OVERLOADED);
        }
    }

    /** Counts a message, and lets the page know now and then so that it can forget what it sent. */
    void countReceived() {
        long count = received + 1;
        received = count;
        if (count % IpcLimits.ACK_EVERY == 0) {
            outbound.confirm(count);
        }
    }

    /** Lets the page know at once. */
    void confirmReceived() {
        outbound.confirm(received);
    }

    long received() {
        return received;
    }

    // Its life

    /** Takes its first page. False if it does not wait for one. */
    synchronized boolean open(Transport transport, String key, long generation) {
        if (state != State.WAITING || !outbound.attach(transport, 0)) {
            return false;
        }
        this.key = key;
        this.generation = generation;
        state = State.CONNECTED;
        changes.add(PageState.Change.OPENED);
        return true;
    }

    /** Whether a page with this key began it, and has sent nothing yet. */
    boolean isUnheardOf(String key) {
        return generation > 0 && received == 0 && Secret.same(this.key, key);
    }

    /** Tells others that it opened, and whatever has happened to it meanwhile. */
    void tellOpened() {
        changes.begin();
    }

    /**
     * Takes its page back over another transport.
     *
     * @param seen messages the page has received
     */
    boolean resume(Transport transport, long seen, EncodedFrame welcome) {
        Transport old;
        Registration ending;
        synchronized (this) {
            old = outbound.transport();
            boolean may = state == State.LOST || state == State.CONNECTED;
            if (!may || !outbound.attach(transport, seen)) {
                return false;
            }
            ending = grace;
            grace = null;
            state = State.CONNECTED;
            changes.add(PageState.Change.RESUMED);
        }
        if (ending != null) {
            ending.close();
        }
        transport.send(welcome.json());
        if (old != null && old != transport) {
            old.close(CloseReason.REPLACED);
        }
        changes.tell();
        return true;
    }

    /** The transport is gone. Unless another took its place the page has the grace to come back. */
    void lost(Transport gone) {
        synchronized (this) {
            if (!outbound.detach(gone) || state != State.CONNECTED) {
                return;
            }
            state = State.LOST;
            grace = runtime.time().after(runtime.limits().grace(), this::graceOver);
            changes.add(PageState.Change.LOST);
        }
        changes.tell();
    }

    private void graceOver() {
        if (state == State.LOST) {
            end(CloseReason.SESSION_ENDED);
        }
    }

    void end(CloseReason reason) {
        boolean hadPage;
        synchronized (this) {
            if (state == State.ENDED) {
                return;
            }
            hadPage = state != State.WAITING;
            state = State.ENDED;
        }
        ended(reason);
        if (hadPage) {
            changes.add(PageState.Change.ENDED);
            changes.tell();
        }
    }

    /** No page came in time. One that came at the last moment keeps it. */
    void endIfWaiting() {
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.ENDED;
        }
        ended(CloseReason.CLOSED);
    }

    private void ended(CloseReason reason) {
        calls.end();
        forgetAll();
        Transport last = outbound.close();
        if (last != null) {
            last.close(reason);
        }
        window.ended(this);
    }

    private void forgetAll() {
        EventHub hub = runtime.hub();
        hub.leave(this);
        if (early.close()) {
            window.capabilities().heard().forEach(hub::forget);
        }
        subscriptions.close();
    }

    // Its parts, for its link

    PageWindow owner() {
        return window;
    }

    Secret token() {
        return token;
    }

    Outbound outbound() {
        return outbound;
    }

    /** Encodes as its page can take it. */
    FrameEncoder encoder() {
        return runtime.encoder(window.form());
    }

    Calls calls() {
        return calls;
    }

    void countCall() {
        started.incrementAndGet();
    }

    void countEmitted() {
        emitted.incrementAndGet();
    }

    void countRefused() {
        refused.incrementAndGet();
    }

    void countBadFrame() {
        badFrames.incrementAndGet();
    }
}
