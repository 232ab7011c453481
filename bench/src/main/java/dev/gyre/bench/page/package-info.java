/**
 * Gyre and a bare WebSocket server, measured by one page in one browser. {@code PageRun} starts the three and asks the page;
 * what is measured stands in the page's script, a function for each arm.
 */
@NullMarked
package dev.gyre.bench.page;

import org.jspecify.annotations.NullMarked;
