package dev.gyre.event;

/** What workers do when there is nothing to do. */
public enum Waiting {
    /** Spin a little, so that batches form and prompt events are met at once; then park until signalled. The default. */
    ADAPTIVE,
    /** Spin for ever: the lowest latency for a whole core each worker. */
    BUSY_SPIN
}
