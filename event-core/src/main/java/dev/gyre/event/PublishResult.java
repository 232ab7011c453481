package dev.gyre.event;

/** What became of an offered event. Every offer has exactly one of these outcomes. */
public enum PublishResult {
    /** It stands in the ring and will reach every subscription that matched when it was accepted. */
    ACCEPTED,
    /** The lane was full and the publisher could not, or would not longer, wait. Counted by the lane. */
    REJECTED,
    /** A hook refused it, by verdict or by throwing. Counted by the lane. */
    VETOED,
    /** The bus is closed or closing. Not counted as offered. */
    CLOSED;

    /**
     * Whether the event will be delivered.
     *
     * @return true for {@link #ACCEPTED} only
     */
    public boolean isAccepted() {
        return this == ACCEPTED;
    }
}
