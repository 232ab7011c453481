package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RoundTest {

    private static final int EVENTS = 32;

    static Stream<EventArm> arms() {
        return Stream.of(new GyreArm(), ThreadPerDelivery.platform(), new SubmissionPublisherArm());
    }

    @ParameterizedTest
    @MethodSource("arms")
    void everyArmDeliversEveryEventToEveryListener(EventArm arm) throws InterruptedException {
        try (Round round = new Round(arm, new Shape(3, 2, 4), EVENTS, List.of())) {
            run(round);
            run(round);

            assertThat(round.drops()).isZero();
            assertThat(round.deliveryMicros(99)).isPositive();
            assertThat(round.publishReturnNanos()).isPositive();
        }
    }

    @Test
    void countsThreadsStartedForDeliveries() throws InterruptedException {
        try (Round naive = new Round(ThreadPerDelivery.platform(), new Shape(3, 0, 1), EVENTS, List.of());
                Round gyre = new Round(new GyreArm(), new Shape(3, 0, 1), EVENTS, List.of())) {
            run(naive);
            run(gyre);

            assertThat(naive.threadsStarted()).isGreaterThanOrEqualTo(3 * EVENTS);
            assertThat(gyre.threadsStarted()).isZero();
        }
    }

    @Test
    void gyreKeepsTheOrderOfEachPublisher() throws InterruptedException {
        try (Round round = new Round(new GyreArm(), new Shape(3, 0, 4), 4 * 1000, List.of())) {
            run(round);

            assertThat(round.orderViolations()).isZero();
        }
    }

    @Test
    void waitsForASlowListenerBeforeItsJudgement() throws InterruptedException {
        List<Integer> paused = new ArrayList<>();
        Runnable pause = () -> paused.add(1);

        try (Round round = new Round(new GyreArm(), new Shape(1, 0, 1), EVENTS, List.of(pause))) {
            run(round);

            assertThat(paused).hasSize(EVENTS);
        }
    }

    @Test
    void countsEventsThatOvertakeOthersOfTheirPublisher() throws InterruptedException {
        try (Round round = new Round(new Direct(true, -1), new Shape(1, 0, 1), EVENTS, List.of())) {
            run(round);

            assertThat(round.orderViolations()).isEqualTo(EVENTS / 2);
        }
    }

    @Test
    void countsRefusedEventsAsDropsAndEnds() throws InterruptedException {
        try (Round round = new Round(new Direct(false, 5), new Shape(2, 0, 1), EVENTS, List.of())) {
            run(round);

            assertThat(round.drops()).isEqualTo(1);
            assertThat(round.orderViolations()).isZero();
        }
    }

    @Test
    void refusesToJudgeWhenHooksWereNotCalled() throws InterruptedException {
        try (Round round = new Round(new Direct(false, -1), new Shape(1, 1, 1), EVENTS, List.of())) {
            round.prepare();
            round.run();

            assertThatThrownBy(round::judge)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("hook calls: 0 (expected: 32)");
        }
    }

    @Test
    void refusesAShareThatDoesNotComeOut() {
        EventArm arm = new Direct(false, -1);

        assertThatThrownBy(() -> new Round(arm, new Shape(1, 0, 3), EVENTS, List.of()))
                .hasMessage("events: 32 (expected: multiple of publishers)");
    }

    private static void run(Round round) throws InterruptedException {
        round.prepare();
        round.run();
        round.judge();
    }

    /** Calls listeners on the publishing thread, forgets hooks, and has whatever fault it is told to have. */
    private static final class Direct implements EventArm {

        private final List<Consumer<TestEvent>> listeners = new ArrayList<>();
        private final List<TestEvent> held = new ArrayList<>();
        private final boolean swapsPairs;
        private final int refused;

        Direct(boolean swapsPairs, int refused) {
            this.swapsPairs = swapsPairs;
            this.refused = refused;
        }

        @Override
        public void listen(Consumer<TestEvent> listener) {
            listeners.add(listener);
        }

        @Override
        public void hook(Predicate<TestEvent> hook) {}

        @Override
        public boolean publish(TestEvent event) {
            if (event.index() == refused) {
                return false;
            }
            if (swapsPairs && event.index() % 2 == 0) {
                held.add(event);
                return true;
            }
            deliver(event);
            held.forEach(this::deliver);
            held.clear();
            return true;
        }

        private void deliver(TestEvent event) {
            listeners.forEach(listener -> listener.accept(event));
        }

        @Override
        public void close() {}
    }
}
