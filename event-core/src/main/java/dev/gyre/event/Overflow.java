package dev.gyre.event;

/** What a subscription's own full buffer does. It never touches a neighbour and never holds a lane. */
public enum Overflow {
    /** Makes room by dropping what waited longest; counted. */
    DROP_OLDEST,
    /** Drops what has just come; counted. */
    DROP_NEWEST,
    /**
     * Keeps only the newest event of each key: it stands at the end, and the one it replaces is counted as coalesced, full
     * or not. When full of other keys it drops what waited longest; counted.
     */
    COALESCE,
    /** Ends a stream with an error; for streams only. */
    ERROR
}
