package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class TrafficTest {

    @Test
    void readsItselfFromText() {
        assertThat(Traffic.parse("1 publisher / 10 subscribers")).isEqualTo(new Traffic(1, 10, 1));
        assertThat(Traffic.parse("2 publishers / 100 types")).isEqualTo(new Traffic(2, 1, 100));
    }

    @Test
    void refusesOtherText() {
        assertThatThrownBy(() -> Traffic.parse("many"))
                .hasMessage("traffic: many (expected: N publishers / N subscribers or N publishers / N types)");
    }

    @Test
    void givesABusWithoutTypesOneSubscriberThatFindsTheEar() {
        List<Ping> first = new ArrayList<>();
        List<Ping> second = new ArrayList<>();

        List<Consumer<Ping>> untyped = new Traffic(1, 1, 2).untyped(List.of(first::add, second::add));
        Ping ping = new Ping(0, 1, 7);
        untyped.get(0).accept(ping);

        assertThat(untyped).hasSize(1);
        assertThat(first).isEmpty();
        assertThat(second).containsExactly(ping);
    }
}
