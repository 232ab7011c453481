package dev.gyre.bench.stages;

/** A payload that counts who heard it. Each thread has its own. */
final class Mark {

    private long heard;

    void hear() {
        heard++;
    }

    long heard() {
        return heard;
    }
}
