/**
 * What makes windows real: implemented by backends, called by {@link dev.gyre.window.Application}. Where a toolkit has one thread
 * for its windows, {@link dev.gyre.window.spi.ToolkitWindows} sees to it what is done when, and the backend says how.
 */
@NullMarked
package dev.gyre.window.spi;

import org.jspecify.annotations.NullMarked;
