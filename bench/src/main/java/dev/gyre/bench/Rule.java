package dev.gyre.bench;

import java.util.List;
import java.util.stream.Stream;

/** Makes rows of a stage from its measurements. */
@FunctionalInterface
interface Rule {

    Stream<Row> rows(int stage, List<Measurement> measurements);
}
