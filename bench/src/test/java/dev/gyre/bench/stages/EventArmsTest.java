package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class EventArmsTest {

    @Test
    void findsTheArmThatABenchmarkIsNamedAfter() {
        try (EventArm naive = EventArms.of("naive");
                EventArm gyre = EventArms.of("gyre")) {
            assertThat(naive).isInstanceOf(ThreadPerDelivery.class);
            assertThat(gyre).isInstanceOf(GyreArm.class);
        }
    }

    @Test
    void refusesABenchmarkWithoutAnArm() {
        assertThatThrownBy(() -> EventArms.of("peerTelepathy"))
                .hasMessage("benchmark: peerTelepathy (expected: the name of an arm)");
    }
}
