package dev.gyre.window.javafx;

import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.PageLink;
import dev.gyre.ipc.spi.Transport;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/**
 * One connection over the bridge. The page posts on JavaFX's thread, which hands the message to the window's own thread and
 * returns. What the session sends waits here, within a limit, for one turn of JavaFX's thread, which takes all of it: while
 * that thread is busy the session keeps its messages, and applies its own policy to them.
 */
final class BridgeTransport implements Transport {

    /** Characters that may wait for JavaFX's thread: some milliseconds of work for the page. */
    private static final int OUTBOUND_LIMIT = 262_144;

    /** Bytes that may wait for the window's thread: an honest page sends as much only as long as it gets answers. */
    private static final int INBOUND_LIMIT = 16_777_216;

    /** What a message costs beside its bytes, so that empty ones are bounded too. */
    private static final int MESSAGE_OVERHEAD = 256;

    private final Executor thread;
    private final Consumer<String> page;

    private final AtomicInteger inbound = new AtomicInteger();
    private final AtomicInteger outbound = new AtomicInteger();
    private final AtomicBoolean wakes = new AtomicBoolean();
    private final AtomicBoolean delivers = new AtomicBoolean();
    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();

    /** Set before anything is received or sent. */
    private volatile @Nullable PageLink link;

    private volatile boolean over;

    /** Set by the window's thread when it finds no room, so that JavaFX's thread wakes it when there is. */
    private volatile boolean isFull;

    /**
     * A connection.
     *
     * @param thread the window's thread
     * @param page takes text into the page, on JavaFX's thread
     */
    BridgeTransport(Executor thread, Consumer<String> page) {
        this.thread = thread;
        this.page = page;
    }

    void open(PageLink opened) {
        link = opened;
    }

    /** On JavaFX's thread. */
    void receive(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        int cost = bytes.length + MESSAGE_OVERHEAD;
        if (inbound.addAndGet(cost) > INBOUND_LIMIT) {
            onLink(to -> to.refuse(CloseReason.OVERLOADED));
            over = true;
            return;
        }
        onLink(to -> {
            inbound.addAndGet(-cost);
            to.receive(bytes, 0, bytes.length);
        });
    }

    /** The page is gone, or has begun another connection. */
    void lose() {
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
        onLink(to -> {
            if (!over) {
                over = true;
                offer(reason.code() + " " + reason.text());
            }
            to.lost();
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
            if (!waiting.isEmpty() && delivers.compareAndSet(false, true)) {
                Platform.runLater(this::deliver);
            }
        });
    }

    /** On JavaFX's thread: everything that waits, in one call into the page. */
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
