/** What makes windows real: implemented by backends, called by {@link dev.gyre.window.Application}. */
@NullMarked
package dev.gyre.window.spi;

import org.jspecify.annotations.NullMarked;
