/** Where other modules plug in to an {@link dev.gyre.assets.AssetServer}: WebSockets below {@code /gyre/}. */
@NullMarked
package dev.gyre.assets.spi;

import org.jspecify.annotations.NullMarked;
