package dev.gyre.event;

/**
 * One handler's place on the bus, and its account.
 *
 * <p>It hears every event published after it was made, none accepted before, in ring order and one at a time. After
 * {@link #close} at most the delivery that is running ends; what waited in a mailbox counts as dropped.
 *
 * <p>The account can be read from any thread without locks; at rest it is exact:
 * {@code matched = delivered + failed + dropped + coalesced + waiting}.
 */
public interface Subscription extends Registration {

    /**
     * The name given with {@link Delivery#named}, or one made from what it subscribes to.
     *
     * @return the name shown in reports
     */
    String name();

    /**
     * Whether it has ended, by {@link #close}, by its own end, or with the bus.
     *
     * @return true once closed
     */
    boolean isClosed();

    /**
     * Events that were its own to hear.
     *
     * @return the count
     */
    long matched();

    /**
     * Events its handler took and returned from.
     *
     * @return the count
     */
    long delivered();

    /**
     * Events its handler threw on.
     *
     * @return the count
     */
    long failed();

    /**
     * Events it lost to its overflow policy, or that still waited when it was closed.
     *
     * @return the count
     */
    long dropped();

    /**
     * Events that a newer one of the same key replaced while they waited.
     *
     * @return the count
     * @see Overflow#COALESCE
     */
    long coalesced();

    /**
     * Events in its mailbox or stream buffer. The one being delivered counts nowhere until its handler returns.
     *
     * @return the count; 0 after close
     */
    long waiting();
}
