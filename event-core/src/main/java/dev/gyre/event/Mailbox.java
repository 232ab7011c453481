package dev.gyre.event;

import org.jctools.queues.atomic.SpmcAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A subscription's bounded buffer: one thread puts, any thread takes. What a full one does is its {@link Overflow}; what
 * it loses, it counts in the subscription's account.
 */
interface Mailbox {

    static Mailbox of(Delivery delivery, BusSubscription subscription) {
        return delivery.overflow() == Overflow.COALESCE
                ? new CoalescingMailbox(delivery.capacity(), delivery.key(), subscription)
                : new QueueMailbox(delivery.capacity(), delivery.overflow(), subscription);
    }

    /** Puts an item, or drops and counts one; false if it was full and its overflow is an error. */
    boolean put(Object item);

    /** Takes the item that waited longest, or null. */
    @Nullable
    Object poll();

    /** The item that {@link #poll} would take, or null. */
    @Nullable
    Object peek();

    int size();

    default boolean isEmpty() {
        return size() == 0;
    }

    /** Counts as dropped whatever waits. */
    default void discard(BusSubscription subscription) {
        while (poll() != null) {
            subscription.dropped.add(1);
        }
    }

    /** A ring of JCTools: the putting thread takes too, when it drops the oldest. */
    final class QueueMailbox implements Mailbox {

        private final SpmcAtomicArrayQueue<Object> queue;
        private final Overflow overflow;
        private final BusSubscription subscription;

        QueueMailbox(int capacity, Overflow overflow, BusSubscription subscription) {
            this.queue = new SpmcAtomicArrayQueue<>(Math.max(2, capacity));
            this.overflow = overflow;
            this.subscription = subscription;
        }

        @Override
        public boolean put(Object item) {
            while (!queue.offer(item)) {
                if (overflow != Overflow.DROP_OLDEST) {
                    subscription.dropped.add(1);
                    return overflow != Overflow.ERROR;
                }
                if (queue.poll() != null) {
                    subscription.dropped.add(1);
                }
            }
            return true;
        }

        @Override
        public @Nullable Object poll() {
            return queue.poll();
        }

        @Override
        public @Nullable Object peek() {
            return queue.peek();
        }

        @Override
        public int size() {
            return queue.size();
        }
    }
}
