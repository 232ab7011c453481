package dev.gyre.ipc;

import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.PageLink;
import dev.gyre.ipc.spi.Transport;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A transport within the process. A page that does not read makes it unwritable at once: it holds nothing itself. */
final class MemoryTransport implements Transport {

    private final PageThread thread;
    private final Consumer<Message> messages;
    private final BiConsumer<MemoryTransport, CloseReason> closed;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean paused;
    private volatile @Nullable PageLink link;

    MemoryTransport(PageThread thread, Consumer<Message> messages, BiConsumer<MemoryTransport, CloseReason> closed) {
        this.thread = thread;
        this.messages = messages;
        this.closed = closed;
    }

    void open(PageLink link) {
        this.link = link;
    }

    /** From the page to the runtime. */
    void send(Message message) {
        send(() -> message);
    }

    /** From the page to the runtime, made on the page's thread, where nothing can be received meanwhile. */
    void send(Supplier<Message> made) {
        onLink(to -> {
            Message message = made.get();
            if (message.isBinary()) {
                to.receiveBinary(message.bytes(), 0, message.length());
            } else {
                to.receive(message.bytes(), 0, message.length());
            }
        });
    }

    void pause(boolean pause) {
        paused = pause;
        wake();
    }

    void lose() {
        if (over.compareAndSet(false, true)) {
            PageLink last = link;
            if (last != null) {
                thread.execute(last::lost);
            }
        }
    }

    @Override
    public void wake() {
        onLink(PageLink::drain);
    }

    @Override
    public boolean isWritable() {
        return !paused && !over.get();
    }

    @Override
    public void send(byte[] message) {
        messages.accept(new Message(message, false));
    }

    @Override
    public void sendBinary(byte[] message) {
        messages.accept(new Message(message, true));
    }

    @Override
    public void close(CloseReason reason) {
        thread.execute(() -> {
            boolean first = over.compareAndSet(false, true);
            PageLink last = link;
            if (last != null) {
                last.lost();
            }
            if (first) {
                closed.accept(this, reason);
            }
        });
    }

    private void onLink(Consumer<PageLink> task) {
        thread.execute(() -> {
            PageLink to = link;
            if (to != null && !over.get()) {
                task.accept(to);
            }
        });
    }

    /** The one thread of a page, over all its connections; ends when it has nothing to do for a while, or is closed. */
    static final class PageThread implements AutoCloseable {

        private static final AtomicLong COUNT = new AtomicLong();

        private final ThreadPoolExecutor executor;

        PageThread() {
            String name = "gyre-page-" + COUNT.incrementAndGet();
            // One wake waits at most, and what the page's own test sends: no bound is needed.
            executor = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread made = new Thread(task, name);
                made.setDaemon(true);
                return made;
            });
            executor.allowCoreThreadTimeOut(true);
        }

        void execute(Runnable task) {
            try {
                executor.execute(task);
            } catch (RejectedExecutionException e) {
                // The page has left; nobody hears what comes now.
            }
        }

        /** Lets what was given before run, then ends. */
        @Override
        public void close() {
            executor.shutdown();
        }
    }
}
