package dev.gyre.ipc;

import dev.gyre.event.Registration;
import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.MessageForm;
import dev.gyre.ipc.spi.PageLink;
import dev.gyre.ipc.spi.Transport;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection: first a stranger that may say hello once, then the page of a session.
 *
 * <pre>{@code
 * UNPROVEN -> PROVEN -> OVER        (UNPROVEN -> OVER when refused, late or lost)
 * }</pre>
 *
 * <p>Called by the transport's thread, except for the hello deadline; the compare-and-set of the state decides between
 * the two.
 */
final class Link implements PageLink {

    private enum State {
        UNPROVEN,
        PROVEN,
        OVER
    }

    private final Transport transport;
    private final Ipc ipc;
    private final AtomicReference<State> state;
    private final AtomicBoolean counted;
    private final @Nullable Registration deadline;

    /** Written once, by the transport's thread, before the state says PROVEN. */
    private volatile @Nullable LiveSession session;

    private @Nullable Inbound inbound;

    private Link(Transport transport, Ipc ipc, State state) {
        this.transport = transport;
        this.ipc = ipc;
        this.state = new AtomicReference<>(state);
        this.counted = new AtomicBoolean(state == State.UNPROVEN);
        this.deadline = state == State.UNPROVEN
                ? ipc.runtime().time().after(ipc.runtime().limits().helloTime(), this::late)
                : null;
    }

    static Link unproven(Transport transport, Ipc ipc) {
        return new Link(transport, ipc, State.UNPROVEN);
    }

    static Link refused(Transport transport, Ipc ipc) {
        return new Link(transport, ipc, State.OVER);
    }

    @Override
    public void receive(byte[] bytes, int offset, int length) {
        if (state.get() == State.UNPROVEN) {
            hello(bytes, offset, length);
        } else if (state.get() == State.PROVEN && inbound != null) {
            message(inbound, bytes, offset, length);
        }
    }

    @Override
    public void receiveBinary(byte[] bytes, int offset, int length) {
        LiveSession proven = session;
        if (proven == null || inbound == null || state.get() != State.PROVEN) {
            refuse(CloseReason.PROTOCOL);
        } else if (proven.owner().form() != MessageForm.BINARY) {
            refuse(CloseReason.NOT_TEXT);
        } else if (length > messageBytes()) {
            fatal(CloseReason.TOO_LARGE);
        } else {
            inbound.binary(bytes, offset, length);
        }
    }

    @Override
    public void refuse(CloseReason reason) {
        settle();
        if (state.get() == State.PROVEN) {
            fatal(reason);
        } else if (state.compareAndSet(State.UNPROVEN, State.OVER)) {
            ipc.countRefused(reason.text());
            transport.close(reason);
        }
    }

    @Override
    public void drain() {
        LiveSession proven = session;
        if (proven != null) {
            proven.outbound().drain(transport);
        }
    }

    @Override
    public void lost() {
        settle();
        state.set(State.OVER);
        LiveSession proven = session;
        if (proven != null) {
            proven.lost(transport);
        }
    }

    @Override
    public boolean isProven() {
        return state.get() == State.PROVEN;
    }

    @Override
    public int messageBytes() {
        return ipc.runtime().limits().messageBytes();
    }

    private void message(Inbound to, byte[] bytes, int offset, int length) {
        if (length > messageBytes()) {
            fatal(CloseReason.TOO_LARGE);
        } else if (!Utf8.isValid(bytes, offset, length)) {
            fatal(CloseReason.NOT_UTF8);
        } else {
            to.message(bytes, offset, length);
        }
    }

    /** An honest page cannot send it: the session ends, for a resume would only bring it again. */
    private void fatal(CloseReason reason) {
        LiveSession proven = session;
        if (proven != null) {
            proven.countBadFrame();
            ipc.runtime().log().warn(() -> proven + " ended: " + reason.text());
            proven.end(reason);
        }
    }

    private void hello(byte[] bytes, int offset, int length) {
        Hello hello = length > HELLO_BYTES || !Utf8.isValid(bytes, offset, length)
                ? null
                : Hello.read(ipc.runtime().mapper(), bytes, offset, length);
        if (hello == null) {
            refuse(CloseReason.PROTOCOL);
        } else if (hello.version() != Frame.VERSION) {
            refuse(CloseReason.VERSION);
        } else if (hello.token().isEmpty()) {
            begin(hello);
        } else {
            resume(hello);
        }
    }

    private void begin(Hello hello) {
        Ipc.Presented presented = ipc.present(hello.code(), hello.key());
        PageWindow window = presented.window();
        if (presented.verdict() == Codes.Verdict.UNKNOWN) {
            refuse(CloseReason.CODE_REFUSED);
        } else if (presented.verdict() == Codes.Verdict.USED || window == null) {
            refuse(CloseReason.CODE_USED);
        } else if (prove()) {
            boolean repeated = presented.verdict() == Codes.Verdict.REPEATED;
            LiveSession begun =
                    repeated ? window.welcomeAgain(transport, hello.key()) : window.born(transport, hello.key());
            if (begun == null) {
                over(repeated ? CloseReason.CODE_USED : CloseReason.CLOSED);
            } else {
                accept(begun);
            }
        }
    }

    private void resume(Hello hello) {
        LiveSession holder = ipc.tokenHolder(hello.token());
        if (holder == null) {
            refuse(CloseReason.SESSION_ENDED);
        } else if (prove()) {
            if (holder.owner().resume(holder, transport, hello.received())) {
                accept(holder);
            } else {
                holder.end(CloseReason.SESSION_ENDED);
                over(CloseReason.SESSION_ENDED);
            }
        }
    }

    private void accept(LiveSession proven) {
        inbound = new Inbound(ipc.runtime(), proven);
        session = proven;
        drain();
    }

    private boolean prove() {
        settle();
        return state.compareAndSet(State.UNPROVEN, State.PROVEN);
    }

    private void over(CloseReason reason) {
        state.set(State.OVER);
        transport.close(reason);
    }

    /** On the timer's thread: a proof that came first wins. */
    private void late() {
        if (state.get() == State.UNPROVEN) {
            refuse(CloseReason.HELLO_TIMEOUT);
        }
    }

    /** It is no longer one of those that wait for their hello. */
    private void settle() {
        if (counted.compareAndSet(true, false)) {
            ipc.proven();
            if (deadline != null) {
                deadline.close();
            }
        }
    }
}
