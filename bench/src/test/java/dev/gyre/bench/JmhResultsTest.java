package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class JmhResultsTest {

    @Test
    void readsWhatWasRun() throws IOException {
        Measurement run = Samples.measurements().get(3);

        assertThat(run.type()).isEqualTo("Stage10Events");
        assertThat(run.method()).isEqualTo("gyre");
        assertThat(run.threads()).isEqualTo(1);
        assertThat(run.params()).containsEntry("shape", "10 listeners / 0 hooks / 4 publishers");
    }

    @Test
    void readsScoresOfAllForks() throws IOException {
        Figure score = Samples.measurements().get(2).primary();

        assertThat(score).hasToString("40.0k ops/s ± 5.00 %");
        assertThat(score.raw()).containsExactly(39_000.0, 41_000.0, 38_000.0, 42_000.0);
    }

    @Test
    void readsAnErrorThatCouldNotBeComputedAsNone() throws IOException {
        assertThat(Samples.measurements().get(1).primary()).hasToString("12.0 ns/op");
    }

    @Test
    void readsAllocationAndCounters() throws IOException {
        Measurement naive = Samples.measurements().get(2);

        assertThat(naive.bytesPerOperation()).isEqualTo(700);
        assertThat(naive.total("orderViolations")).isEqualTo(7);
        assertThat(naive.total("absent")).isZero();
    }

    @Test
    void takesTheMiddleIterationOfAPercentile() throws IOException {
        Figure p99 = Samples.measurements().get(2).secondary().get("deliveryP99Micros");

        assertThat(p99.median()).isEqualTo(2000);
    }
}
