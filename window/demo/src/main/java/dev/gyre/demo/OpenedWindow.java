package dev.gyre.demo;

/**
 * A second window on the same data.
 *
 * @param name its name
 * @param link opens it in a browser of this machine, once and within 60 seconds
 * @param opened whether the default browser was told to open it already
 */
public record OpenedWindow(String name, String link, boolean opened) {}
