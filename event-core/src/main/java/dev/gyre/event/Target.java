package dev.gyre.event;

/**
 * One subscription's place under one type.
 *
 * @param type the type heard
 * @param subscription who hears it
 * @param joinedAfter the lane's position when it joined; it hears what has a higher sequence
 */
record Target(EventType<?> type, BusSubscription subscription, long joinedAfter) {}
