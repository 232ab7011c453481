package dev.gyre.bench;

import java.util.Locale;

/** Whether a row reached its bar. */
enum Verdict {
    MET,
    MISSED,
    /** Faster, where that was not asked for. */
    GAIN,
    /** Not faster, where that was not asked for. */
    NO_GAIN,
    /** The row has no bar. */
    NONE;

    @Override
    public String toString() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
