package dev.gyre.demo;

/**
 * One more window on the same data.
 *
 * @param name its name
 * @param link opens it in a browser of this machine, once and within 60 seconds
 * @param opened whether it is shown already, by itself or in the default browser
 */
public record OpenedWindow(String name, String link, boolean opened) {}
