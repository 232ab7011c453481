package dev.gyre.window.spi;

import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.PageLink;
import dev.gyre.ipc.spi.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Queue;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection over a bridge of strings within the process, for web views whose pages reach Java without a socket. The page
 * posts on a thread of the web view, which hands the message to the window's own thread and returns. What the session sends
 * waits here, within a limit, for one turn of the thread that may call into the page, which takes all of it: while that thread
 * is busy the session keeps its messages, and applies its own policy to them.
 *
 * <p>The page gets several messages at once, separated by line feeds. The last it ever gets is no frame, but a
 * {@link CloseReason}: its code, a space and its text.
 */
public final class BridgeTransport implements Transport {

    /** Characters that may wait for the thread that calls into the page: some milliseconds of work for the page. */
    private static final int OUTBOUND_LIMIT = 262_144;

    /** Bytes that may wait for the window's thread: an honest page sends as much only as long as it gets answers. */
    private static final int INBOUND_LIMIT = 16_777_216;

    /** What a message costs beside its bytes, so that empty ones are bounded too. */
    private static final int MESSAGE_OVERHEAD = 256;

    private final Executor thread;
    private final Executor caller;
    private final Consumer<String> page;

    private final AtomicLong inbound = new AtomicLong();
    private final AtomicInteger outbound = new AtomicInteger();
    private final AtomicBoolean wakes = new AtomicBoolean();
    private final AtomicBoolean delivers = new AtomicBoolean();
    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();

    /** Set before anything is received or sent. */
    private volatile @Nullable PageLink link;

    private volatile boolean over;

    /** Set for good by whoever receives; the window's thread still tells the page why. */
    private boolean isRefused;

    /** Set by the window's thread when it finds no room, so that it is woken when there is. */
    private volatile boolean isFull;

    /**
     * A connection.
     *
     * @param thread the window's thread
     * @param caller runs what calls into the page, one after the other
     * @param page takes text into the page; called by the caller
     */
    public BridgeTransport(Executor thread, Executor caller, Consumer<String> page) {
        this.thread = thread;
        this.caller = caller;
        this.page = page;
    }

    /**
     * The page's end of the bridge, which the backend keeps beside its classes.
     *
     * @param beside one of them
     * @return its {@code channel.js}
     */
    public static String channel(Class<?> beside) {
        try (InputStream script = beside.getResourceAsStream("channel.js")) {
            return new String(Objects.requireNonNull(script, "channel.js").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("channel.js", e);
        }
    }

    /**
     * To be called before anything is received.
     *
     * @param opened the runtime's end
     */
    public void open(PageLink opened) {
        link = opened;
    }

    /**
     * Takes a message of the page, from one thread at a time. Returns at once. A page that sends more than there is room for is
     * refused, and not heard any more.
     *
     * @param message the message
     */
    public void receive(String message) {
        if (over || isRefused) {
            return;
        }
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        long cost = (long) bytes.length + MESSAGE_OVERHEAD;
        if (inbound.addAndGet(cost) > INBOUND_LIMIT) {
            isRefused = true;
            onLink(to -> to.refuse(CloseReason.OVERLOADED));
            return;
        }
        onLink(to -> {
            inbound.addAndGet(-cost);
            to.receive(bytes, 0, bytes.length);
        });
    }

    /** The page is gone, or has begun another connection. Returns at once. */
    public void lose() {
        over = true;
        onLink(PageLink::lost);
    }

    @Override
    public void wake() {
        if (wakes.compareAndSet(false, true)) {
            onLink(to -> {
                wakes.set(false);
                to.drain();
            });
        }
    }

    @Override
    public boolean isWritable() {
        if (over) {
            return false;
        }
        if (outbound.get() < OUTBOUND_LIMIT) {
            return true;
        }
        isFull = true;
        return outbound.get() < OUTBOUND_LIMIT; // it may have become empty before it was told to wake us
    }

    @Override
    public void send(byte[] message) {
        offer(new String(message, StandardCharsets.ISO_8859_1)); // ASCII, by the form of the window
    }

    @Override
    public void sendBinary(byte[] message) {
        throw new UnsupportedOperationException("message: binary (expected: text alone)");
    }

    @Override
    public void close(CloseReason reason) {
        thread.execute(() -> {
            if (!over) {
                over = true;
                offer(reason.code() + " " + reason.text());
            }
            PageLink to = link;
            if (to != null) { // else it was refused as it came, and there may be none yet
                to.lost();
            }
            handOver();
        });
    }

    private void offer(String message) {
        outbound.addAndGet(message.length());
        waiting.add(message);
    }

    private void onLink(Consumer<PageLink> task) {
        thread.execute(() -> {
            PageLink to = link;
            if (to != null) {
                task.accept(to);
            }
            handOver();
        });
    }

    private void handOver() {
        if (!waiting.isEmpty() && delivers.compareAndSet(false, true)) {
            caller.execute(this::deliver);
        }
    }

    /** Everything that waits, in one call into the page. */
    private void deliver() {
        delivers.set(false);
        StringJoiner messages = new StringJoiner("\n");
        int size = 0;
        for (String next = waiting.poll(); next != null; next = waiting.poll()) {
            messages.add(next);
            size += next.length();
        }
        if (size > 0) {
            page.accept(messages.toString());
        }
        outbound.addAndGet(-size);
        if (isFull) {
            isFull = false;
            wake();
        }
    }
}
