package dev.gyre.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventPatternTest {

    @ParameterizedTest
    @CsvSource({
        "user.login, user.login, true",
        "user.login, user.logout, false",
        "user.*, user.login, true",
        "user.*, user, false",
        "user.*, user.login.failed, false",
        "*.login, user.login, true",
        "user.**, user, true",
        "user.**, user.login, true",
        "user.**, user.login.failed, true",
        "user.**, users.login, false",
        "**, a, true",
        "**, a.b.c, true",
        "**.c, a.b.c, true",
        "**.c, c, true",
        "a.**.c, a.c, true",
        "a.**.c, a.b.b.c, true",
        "a.**.c, a.b.c.d, false",
        "a.**.b.**.c, a.x.b.y.c, true",
        "**.*, a, true",
        "*.*, a, false",
    })
    void matchesSegmentBySegment(String pattern, String name, boolean matches) {
        assertThat(EventPattern.of(pattern).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*", "***", "a.", ".*", "a..b", "user.l*"})
    void refusesMalformedPatterns(String pattern) {
        assertThatThrownBy(() -> EventPattern.of(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("pattern: " + pattern + " (expected: ");
    }

    @Test
    void agreesWithTheRecursiveDefinition() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            String pattern = words(random, 1 + random.nextInt(5), "a", "b", "*", "**");
            String name = words(random, 1 + random.nextInt(6), "a", "b");

            assertThat(EventPattern.of(pattern).matches(name))
                    .as("%s on %s", pattern, name)
                    .isEqualTo(defined(pattern.split("\\."), 0, name.split("\\."), 0));
        }
    }

    @Test
    void isNotSlowedByHostilePatterns() {
        EventPattern hostile = EventPattern.of("**.a.".repeat(25) + "b");
        String name = "a" + ".a".repeat(63);

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(hostile.matches(name)).isFalse());
    }

    private static String words(Random random, int count, String... from) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ".").append(from[random.nextInt(from.length)]);
        }
        return text.toString();
    }

    private static boolean defined(String[] pattern, int at, String[] name, int from) {
        if (at == pattern.length) {
            return from == name.length;
        }
        if (pattern[at].equals("**")) {
            return defined(pattern, at + 1, name, from) || (from < name.length && defined(pattern, at, name, from + 1));
        }
        return from < name.length
                && (pattern[at].equals("*") || pattern[at].equals(name[from]))
                && defined(pattern, at + 1, name, from + 1);
    }
}
