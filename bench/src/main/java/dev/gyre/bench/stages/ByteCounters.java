package dev.gyre.bench.stages;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Bytes that an arm made, which do not depend on time: read by JMH after each iteration. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ByteCounters {

    double file;
    double gone = Double.NaN;
    double text;
    double all;

    /** Made by JMH. */
    public ByteCounters() {}

    /**
     * The size of the file that holds the assets.
     *
     * @return KiB
     */
    public double fileKib() {
        return file / 1024;
    }

    /**
     * Of the bytes of files that another file has too, how many the file does without.
     *
     * @return per cent
     */
    public double duplicatesGonePercent() {
        return gone;
    }

    /**
     * What the text assets are on their way, each once.
     *
     * @return KiB
     */
    public double textKib() {
        return text / 1024;
    }

    /**
     * What all assets are on their way, each once.
     *
     * @return KiB
     */
    public double allKib() {
        return all / 1024;
    }
}
