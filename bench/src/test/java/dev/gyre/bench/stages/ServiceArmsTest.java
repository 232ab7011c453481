package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServiceArmsTest {

    @ParameterizedTest
    @CsvSource({"5 x 50 ms, 5, 5", "chain, 5, 5", "diamond, 5, 5", "one failing, 4, 0", "CPU-bound, 5, 5"})
    void armsStartTheSame(String shape, int naive, int gyre) throws Exception {
        Stage21Services benchmark = new Stage21Services();
        benchmark.shape = shape;

        benchmark.create();
        assertThat(benchmark.naive()).isEqualTo(naive);
        benchmark.close();
        benchmark.create();
        assertThat(benchmark.gyre()).isEqualTo(gyre);
        benchmark.close();
    }
}
