package dev.gyre.demo;

/**
 * One line of the followed log.
 *
 * @param number which line this is, counted from 1 as they were read; never given twice
 * @param text the line without its end, cut when it is very long
 */
public record LogLine(long number, String text) {}
