package dev.gyre.bench.stages;

import dev.gyre.ipc.Ipc;
import dev.gyre.ipc.PageWindow;
import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.PageLink;
import dev.gyre.ipc.spi.Transport;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A page at the end of a transport within the process, without a thread of its own: the thread that opened it is the
 * transport's, until {@link #adopt} names another.
 *
 * <p>It confirms what it receives as {@code gyre.js} does, and leaves the frames themselves to who opened it.
 */
final class WirePage implements Transport {

    /** As many messages as a page takes before it confirms them. */
    private static final int CONFIRM_EVERY = 16;

    /** Characters after which it confirms, fewer messages or not. */
    private static final int CONFIRM_BYTES = 64 << 10;

    private static final int VERSION = 1;

    private final Consumer<byte[]> messages;
    private volatile Thread thread = Thread.currentThread();

    /** Set by any thread, taken back by the transport's. */
    private volatile boolean awake;

    private volatile @Nullable CloseReason closed;
    private @Nullable PageLink link;
    private long received;
    private long confirmed;
    private int unconfirmedBytes;
    private boolean welcomed;

    private WirePage(Consumer<byte[]> messages) {
        this.messages = messages;
    }

    /** Opens one as the page of a window. */
    static WirePage open(Ipc ipc, PageWindow window, Consumer<byte[]> messages) {
        WirePage page = new WirePage(messages);
        page.link = ipc.connect(page);
        page.give(bytes("[0," + VERSION + ",\"" + window.code() + "\"]"));
        Require.that(page.welcomed, "welcome: none (expected: one)");
        page.give(bytes("[13]"));
        return page;
    }

    /** Makes the calling thread the transport's. */
    void adopt() {
        thread = Thread.currentThread();
    }

    /** Subscribes to events. */
    void subscribe(String pattern) {
        give(bytes("[11,1,\"" + pattern + "\"]"));
        drain();
    }

    /** Gives a message to the runtime. On the transport's thread. */
    void give(byte[] message) {
        link().receive(message, 0, message.length);
    }

    /** Takes what waits. On the transport's thread. */
    void drain() {
        awake = false;
        link().drain();
        if (received - confirmed >= CONFIRM_EVERY || unconfirmedBytes >= CONFIRM_BYTES) {
            confirmed = received;
            unconfirmedBytes = 0;
            give(bytes("[15," + received + "]"));
        }
        Require.that(closed == null, "page: closed, " + closed + " (expected: open)");
    }

    /** Waits until something waits, or the time is over, and takes it. On the transport's thread. */
    void await(long nanos) {
        if (!awake) {
            LockSupport.parkNanos(nanos);
        }
        takeIfAwake();
    }

    /** Takes what waits, if anything does. On the transport's thread. */
    boolean takeIfAwake() {
        boolean waits = awake;
        if (waits) {
            drain();
        }
        return waits;
    }

    /** Messages received, the welcome apart. */
    long received() {
        return received;
    }

    private PageLink link() {
        PageLink open = link;
        if (open == null) {
            throw new IllegalStateException("link: none (expected: an open page)");
        }
        return open;
    }

    @Override
    public void wake() {
        awake = true;
        Thread owner = thread;
        if (owner != Thread.currentThread()) {
            LockSupport.unpark(owner);
        }
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void send(byte[] message) {
        if (welcomed) {
            received++;
            unconfirmedBytes += message.length;
            messages.accept(message);
        } else {
            welcomed = true;
        }
    }

    /** No arm sends bytes. */
    @Override
    public void sendBinary(byte[] message) {
        throw new IllegalStateException("message: binary (expected: text)");
    }

    @Override
    public void close(CloseReason reason) {
        closed = reason;
        wake();
    }

    static byte[] bytes(String frame) {
        return frame.getBytes(StandardCharsets.UTF_8);
    }
}
