package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class QueueArmsTest {

    static Stream<Arguments> armsUnderWork() {
        return Stream.of("naive", "naiveHalvingRing", "gyre")
                .flatMap(arm -> Stream.of(QueueWorkload.values()).map(work -> Arguments.of(arm, work)));
    }

    @ParameterizedTest
    @MethodSource("armsUnderWork")
    void everyQueueGivesEventsBackInOrder(String arm, QueueWorkload work) {
        Queue<Ping> queue = QueueArms.of(arm, work.capacity);
        try (QueueRun run = new QueueRun(queue)) {
            run.put(work.depth);

            assertThatCode(() -> work.run(run, 20_000)).doesNotThrowAnyException();
        }
        assertThat(queue).hasSize(work.depth);
    }

    @Test
    void refusesAQueueThatChangesTheOrder() {
        Queue<Ping> stack = Collections.asLifoQueue(new ArrayDeque<>());

        try (QueueRun run = new QueueRun(stack)) {
            assertThatThrownBy(() -> run.cycle(1, 2)).hasMessageEndingWith(" (expected: in order)");
        }
    }

    @Test
    void refusesOtherWork() {
        assertThatThrownBy(() -> QueueWorkload.parse("siesta"))
                .hasMessageStartingWith("workload: siesta (expected: one of [steady depth 40, ");
    }
}
