package dev.gyre.ipc;

/**
 * The figures of one page session.
 *
 * <p>At rest {@code offered = sent + dropped + waiting}: every event that was the page's to hear is one of these.
 *
 * @param offered events that matched its subscriptions
 * @param sent events given to the transport
 * @param dropped events lost to the bound of its queue, or still waiting when it ended
 * @param waiting events in its queue now
 * @param waitingBytes bytes in its queue now, answers included
 * @param messages transport messages sent, each of one or many frames
 * @param calls calls it made that were let through to a binding
 * @param inFlight calls that have no outcome yet
 * @param emitted events it emitted that were accepted
 * @param refused calls, emits and subscriptions it was not granted, or that had no room
 * @param badFrames messages and frames that were not of the protocol
 */
public record PageAccount(
        long offered,
        long sent,
        long dropped,
        long waiting,
        long waitingBytes,
        long messages,
        long calls,
        int inFlight,
        long emitted,
        long refused,
        long badFrames) {}
