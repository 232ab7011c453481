package dev.gyre.bench;

import java.util.Locale;

/** Whether a row reached its bar. */
enum Verdict {
    MET,
    MISSED,
    /** The row has no bar. */
    NONE;

    @Override
    public String toString() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
    }
}
