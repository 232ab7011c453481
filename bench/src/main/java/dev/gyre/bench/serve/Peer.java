package dev.gyre.bench.serve;

import java.nio.file.Path;
import java.util.Map;

/** A server of the files of a folder on loopback, with one event loop, as its documentation says it is fast. */
@FunctionalInterface
interface Peer {

    /**
     * Starts it on any free port of 127.0.0.1; it serves until its process ends.
     *
     * @param folder the files
     * @param headers what it sends with each file beside what it sends by itself
     * @return the port
     */
    int start(Path folder, Map<String, String> headers);
}
