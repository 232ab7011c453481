package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PacedRunTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gyre",
                "peerDisruptorYielding",
                "peerDisruptorBlocking",
                "peerReactor",
                "peerSubmissionPublisher"
            })
    void everyArmIsTimedToDelivery(String arm) throws InterruptedException {
        try (PacedRun run = new PacedRun(100_000, 1_000, PeerArms.of(arm))) {
            run.run();
            run.run();

            assertThat(run.micros(50)).isPositive();
            assertThat(run.micros(99.9)).isGreaterThanOrEqualTo(run.micros(50));
        }
    }

    @Test
    void neverRunsAheadOfItsPace() throws InterruptedException {
        try (PacedRun run = new PacedRun(10_000, 500, PeerArms.of("peerGreenrobot"))) {
            long start = System.nanoTime();
            run.run();

            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(499) / 10);
        }
    }

    @Test
    void countsWhatAPublisherWaits() throws InterruptedException {
        PeerArm.Factory slow = (traffic, ears) -> new PeerArm() {
            @Override
            public void publish(Ping ping) {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1);
                while (System.nanoTime() - end < 0) {
                    Thread.onSpinWait();
                }
                ears.get(0).accept(ping);
            }

            @Override
            public void close() {}
        };

        try (PacedRun run = new PacedRun(100_000, 20, slow)) {
            run.run();

            assertThat(run.micros(50)).isGreaterThanOrEqualTo(1_000);
        }
    }
}
