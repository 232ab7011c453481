/**
 * Where other modules plug in to an {@link dev.gyre.assets.AssetServer}: WebSockets below {@code /gyre/}, proofs of pages, and
 * requests that need no port.
 */
@NullMarked
package dev.gyre.assets.spi;

import org.jspecify.annotations.NullMarked;
