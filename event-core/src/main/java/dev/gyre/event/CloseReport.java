package dev.gyre.event;

/**
 * How a bus ended.
 *
 * @param drained whether everything accepted was delivered before the deadline
 * @param undelivered events that were accepted and never reached their subscribers: left in a ring, a mailbox or a
 *     stream's buffer, counted once for each place they were left in
 */
public record CloseReport(boolean drained, long undelivered) {}
