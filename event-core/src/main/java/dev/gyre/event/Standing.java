package dev.gyre.event;

/**
 * Which call of user code a worker is in. No two calls have the same: sequences only grow, and so do orders within one.
 *
 * @param reader the lane's reader that makes the call
 * @param sequence the event in hand
 * @param order the number of the subscription whose turn it is
 */
record Standing(LaneReader reader, long sequence, long order) {}
