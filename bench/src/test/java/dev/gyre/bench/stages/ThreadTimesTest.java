package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ThreadTimesTest {

    @Test
    void findsTheThreadsOfABusByName() {
        try (PeerArm bus = PeerArms.of("gyre").open(new Traffic(1, 1, 1), List.of())) {
            assertThat(bus).isNotNull();
            assertThat(ThreadTimes.named("gyre-worker-")).isNotEmpty();
            assertThat(ThreadTimes.cpuNanos(ThreadTimes.named("gyre-worker-"))).isNotNegative();
        }
    }

    @Test
    void refusesAThreadThatHasEnded() throws InterruptedException {
        Thread ended = new Thread(() -> {}, "ended");
        ended.start();
        ended.join();

        assertThatThrownBy(() -> ThreadTimes.cpuNanos(List.of(ended)))
                .hasMessage("CPU time of ended: unknown (expected: a live thread)");
    }
}
