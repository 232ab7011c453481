package dev.gyre.demo;

/**
 * What a forced collection did.
 *
 * @param freed bytes of the heap
 * @param used bytes of the heap after it
 * @param millis how long it took
 */
public record GcResult(long freed, long used, long millis) {}
