package dev.gyre.event;

/**
 * What became of one event type so far.
 *
 * @param type the type
 * @param passed its events that went through the ring, heard or not
 * @param subscriptions how many hear it now
 */
public record TypeAccount(EventType<?> type, long passed, int subscriptions) {}
