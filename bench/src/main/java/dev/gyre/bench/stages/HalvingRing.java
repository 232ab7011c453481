package dev.gyre.bench.stages;

import java.util.AbstractQueue;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The queue of the runtime that Gyre descends from: a ring under a lock that doubles when it is full and halves when it is
 * half empty. Where the depth goes to and fro across the size of a full ring it is copied twice for each event.
 */
final class HalvingRing<E> extends AbstractQueue<E> {

    /** What it begins with, and never goes below. */
    static final int SMALLEST = 100;

    /** All of this is guarded by the lock of this object. */
    private @Nullable Object[] slots = new Object[SMALLEST];

    private int first;
    private int size;
    private long resizes;

    @Override
    public synchronized boolean offer(E element) {
        if (size == slots.length) {
            resize(2 * slots.length);
        }
        slots[(first + size) % slots.length] = element;
        size++;
        notify();
        return true;
    }

    @Override
    public synchronized @Nullable E poll() {
        if (size == 0) {
            return null;
        }
        E element = peek();
        slots[first] = null;
        first = (first + 1) % slots.length;
        size--;
        if (slots.length > SMALLEST && size <= slots.length / 2) {
            resize(slots.length / 2);
        }
        return element;
    }

    /** Waits for an element. */
    synchronized E take() throws InterruptedException {
        E element = poll();
        while (element == null) {
            wait();
            element = poll();
        }
        return element;
    }

    @Override
    @SuppressWarnings("unchecked") // nothing else was put in
    public synchronized @Nullable E peek() {
        return (E) slots[first];
    }

    private void resize(int capacity) {
        @Nullable Object[] resized = new Object[capacity];
        for (int i = 0; i < size; i++) {
            resized[i] = slots[(first + i) % slots.length];
        }
        slots = resized;
        first = 0;
        resizes++;
    }

    /** How often it was copied so far. */
    synchronized long resizes() {
        return resizes;
    }

    @Override
    public synchronized int size() {
        return size;
    }

    @Override
    public Iterator<E> iterator() {
        throw new UnsupportedOperationException("iterator: none (expected: offer and poll)");
    }
}
