package dev.gyre.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypeTest {

    @Test
    void isEqualByNamePayloadAndLane() {
        EventType<String> type = EventType.of("a.b", String.class);

        assertThat(type)
                .isEqualTo(EventType.of("a.b", String.class))
                .hasSameHashCodeAs(EventType.of("a.b", String.class));
        assertThat(type).isNotEqualTo(EventType.of("a.c", String.class));
        assertThat(type).isNotEqualTo(EventType.of("a.b", Integer.class));
        assertThat(type).isNotEqualTo(type.on(Lane.WINDOW_MESSAGES));
    }

    @Test
    void standsOnTheApplicationLaneUnlessToldOtherwise() {
        assertThat(EventType.of("a", String.class).lane()).isEqualTo(Lane.APPLICATION_EVENTS);
        assertThat(EventType.of("a", String.class).on("telemetry").lane()).isEqualTo("telemetry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "test-event", "order.placed", "A_1.b-2.C3"})
    void takesWellFormedNames(String name) {
        assertThat(EventType.of(name, String.class).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "a.", ".a", "a..b", "a b", "a*", "*", "ä", "a/b", "a\n", "a\u0000"})
    void refusesMalformedNamesByName(String name) {
        assertThatThrownBy(() -> EventType.of(name, String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("name: " + name + " (expected: segments of letters, digits, _ and -, joined by dots)");
    }

    @Test
    void refusesEmptyAndOverlongNames() {
        assertThatThrownBy(() -> EventType.of("", String.class)).hasMessage("name:  (expected: 1..128 characters)");
        assertThat(EventType.of("a".repeat(128), String.class).name()).hasSize(128);
        assertThatThrownBy(() -> EventType.of("a".repeat(129), String.class))
                .hasMessageEndingWith("(expected: 1..128 characters)");
    }
}
