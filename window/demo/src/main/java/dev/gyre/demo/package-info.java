/**
 * Gyre Monitor, the demonstration: a live view of the machine it runs on.
 *
 * <p>Sources sample what is real: the Java machine and the operating system, a directory tree, a log file that grows,
 * and the event bus itself. Each publishes typed events; the page hears them and calls back through {@code Monitor}. All
 * periodic work is done by one thread, the {@link dev.gyre.demo.Ticker}, in short rounds; nothing here runs on a worker
 * of the bus.
 */
@NullMarked
package dev.gyre.demo;

import org.jspecify.annotations.NullMarked;
