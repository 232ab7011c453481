/**
 * Gyre's windows and bare ones of the same toolkit, in a process of their own that {@code WindowProcess} starts and asks. What
 * is measured in a page stands in its script, once for whatever bridge the page has.
 */
@NullMarked
package dev.gyre.bench.windows;

import org.jspecify.annotations.NullMarked;
