/**
 * Servers of static files under one load generator. {@code ServeRun} lays the files and starts the servers, each a process
 * of its own with one event loop, and has wrk ask them in turn.
 */
@NullMarked
package dev.gyre.bench.serve;

import org.jspecify.annotations.NullMarked;
