package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class VolleyTest {

    @Test
    void refusesABusThatDeliversTwice() throws InterruptedException {
        try (Volley volley = new Volley(new Traffic(1, 1, 1), 10, Direct.factory(10))) {
            assertThatThrownBy(volley::run).hasMessage("events heard: 11 (expected: 10)");
        }
    }

    @Test
    void refusesABusThatDeliversOneTypeAsAnother() throws InterruptedException {
        PeerArm.Factory crossed = (traffic, ears) -> new Direct(List.of(ears.get(1), ears.get(0)), 0);

        try (Volley volley = new Volley(new Traffic(1, 1, 2), 10, crossed)) {
            assertThatThrownBy(volley::run).hasMessage("sum of what was heard: 30 (expected: 25)");
        }
    }

    @Test
    void tellsOfAPublisherThatFailed() throws InterruptedException {
        PeerArm.Factory failing = (traffic, ears) -> new Direct(ears, 0) {
            @Override
            public void publish(Ping ping) {
                if (ping.publisher() == 1) {
                    throw new IllegalArgumentException("refused");
                }
                super.publish(ping);
            }
        };

        try (Volley volley = new Volley(new Traffic(2, 1, 1), 10, failing)) {
            assertThatThrownBy(volley::run).hasMessage("publisher: failed (expected: every event published)");
        }
    }

    @Test
    void refusesAShareThatDoesNotComeOut() {
        assertThatThrownBy(() -> new Volley(new Traffic(3, 1, 1), 10, Direct.factory(0)))
                .hasMessage("events: 10 (expected: multiple of publishers)");
    }

    @Test
    void refusesTypesThatHaveNoEvent() {
        assertThatThrownBy(() -> new Volley(new Traffic(1, 1, 100), 10, Direct.factory(0)))
                .hasMessage("events of a publisher: 10 (expected: one of each type)");
    }

    /** Calls its ears on the publishing thread, the event with one value twice. */
    private static class Direct implements PeerArm {

        private final List<Consumer<Ping>> ears;
        private final long twice;

        Direct(List<Consumer<Ping>> ears, long twice) {
            this.ears = ears;
            this.twice = twice;
        }

        static PeerArm.Factory factory(long twice) {
            return (traffic, ears) -> new Direct(ears, twice);
        }

        @Override
        public void publish(Ping ping) {
            ears.get(ping.type()).accept(ping);
            if (ping.value() == twice) {
                ears.get(ping.type()).accept(ping);
            }
        }

        @Override
        public void close() {}
    }
}
