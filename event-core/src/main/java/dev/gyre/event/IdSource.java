package dev.gyre.event;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids for windows, calls, sessions and the like: unique, never 0, from any thread without locks.
 *
 * <p>The count is 64 bits wide; at a billion ids a second it would wrap after 584 years, and it skips 0 then too.
 * {@link #nextInt} gives the low 32 bits for wires that carry ints: unique over any 2^32 - 1 ids in a row, never 0.
 */
public final class IdSource {

    private final AtomicLong last;

    private IdSource(long last) {
        this.last = new AtomicLong(last);
    }

    /**
     * A source whose first id is 1.
     *
     * @return the source
     */
    public static IdSource create() {
        return new IdSource(0);
    }

    /**
     * A source that goes on after an id: for what was numbered before, and for testing the wrap.
     *
     * @param last the id before the first
     * @return the source
     */
    public static IdSource after(long last) {
        return new IdSource(last);
    }

    /**
     * The next id.
     *
     * @return any long but 0; positive for the first 2^63 - 1
     */
    public long next() {
        long id = last.incrementAndGet();
        return id != 0 ? id : next();
    }

    /**
     * The next id whose low 32 bits are not 0, as those bits.
     *
     * @return any int but 0
     */
    public int nextInt() {
        int id = (int) last.incrementAndGet();
        return id != 0 ? id : nextInt();
    }
}
