package dev.gyre.event;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Calls its handler on an executor, through a bounded mailbox that never gates the lane.
 *
 * <p>The worker alone puts in; the executor takes out. {@code scheduled} is true from the moment a drain is handed to the executor until that drain found
 * the mailbox empty, so that one drain runs at a time and events keep their order whatever threads the executor has.
 */
final class MailboxSubscription extends BusSubscription implements Runnable {

    /** Deliveries in one drain before the executor, maybe a UI thread, gets to do something else. */
    private static final int DRAIN = 128;

    private final Executor executor;
    private final Consumer<Object> handler;
    private final Mailbox mailbox;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    MailboxSubscription(RingEventBus bus, Scope scope, Delivery delivery, Consumer<Object> handler) {
        super(bus, scope, delivery);
        this.executor = Objects.requireNonNull(delivery.executor());
        this.handler = handler;
        this.mailbox = Mailbox.of(delivery, this);
    }

    @Override
    void receive(Object item) {
        try {
            mailbox.put(item);
        } catch (Throwable error) { // of the function that gives the key
            fail(item, error);
        }
        boolean idle = scheduled.compareAndSet(false, true); // a fence too: before the look whether it was closed
        if (isClosed()) {
            discard();
        } else if (idle) {
            schedule();
        }
    }

    private void schedule() {
        try {
            executor.execute(this);
        } catch (Throwable refused) { // what waits stays; the next event tries again
            scheduled.set(false);
            Object waiting = mailbox.peek();
            if (waiting != null) {
                report(waiting, refused);
            }
        }
    }

    @Override
    public void run() {
        do {
            for (int i = 0; i < DRAIN; i++) {
                Object item = mailbox.poll();
                if (item == null) {
                    break;
                }
                deliver(item);
            }
            if (!mailbox.isEmpty()) {
                schedule();
                return;
            }
            scheduled.set(false);
        } while (!mailbox.isEmpty() && scheduled.compareAndSet(false, true));
    }

    private void deliver(Object item) {
        if (isClosed()) {
            dropped.add(1);
            return;
        }
        try {
            handler.accept(item);
            delivered.increment();
        } catch (Throwable error) { // Errors too: the mailbox must go on
            fail(item, error);
        }
    }

    @Override
    void discard() {
        mailbox.discard(this);
    }

    @Override
    long backlog() {
        return mailbox.size();
    }
}
