package dev.gyre.bench.stages;

import java.io.IOException;

/** A codec for one workload. */
interface JsonArm {

    /** Writes a value to a frame of its own. */
    byte[] encode(Object value) throws IOException;

    /** Reads the value of a frame that came from a page. */
    Object decode(byte[] frame) throws IOException;
}
