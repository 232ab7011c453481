package dev.gyre.bench.stages;

import org.openjdk.jmh.infra.BenchmarkParams;

/** What a benchmark's name tells: a benchmark method is named after the arm it measures. */
final class BenchmarkName {

    private BenchmarkName() {}

    static String method(BenchmarkParams params) {
        String name = params.getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
