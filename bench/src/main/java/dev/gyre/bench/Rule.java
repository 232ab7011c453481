package dev.gyre.bench;

import java.util.List;
import java.util.stream.Stream;

/** Makes rows of a stage from its measurements. */
@FunctionalInterface
interface Rule {

    Stream<Row> rows(int stage, List<Measurement> measurements);

    /** The same rows under a word that tells them from those of another benchmark with the same cases. */
    default Rule of(String what) {
        return (stage, measurements) -> rows(stage, measurements).map(row -> row.named(what + ", " + row.name()));
    }
}
