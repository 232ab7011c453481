package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineMatcherTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    @ParameterizedTest
    @CsvSource({
        "'',        false, true,  anything,      true",
        "'',        true,  false, anything,      true",
        "a.c,       false, true,  abc,           false",
        "a.c,       false, true,  xa.cx,         true",
        "a.c,       true,  true,  xabcx,         true",
        "Error,     false, true,  error: none,   false",
        "Error,     false, false, error: none,   true",
        "GRÜN,      false, false, grün,          true",
        "^e.*e$,    true,  false, Error: none,   true",
        "[0-9]{3},  true,  true,  status 404,    true",
        "[0-9]{3},  true,  true,  status 40,     false",
    })
    void matchesAsTheFilterSays(String text, boolean regex, boolean matchCase, String line, boolean expected) {
        LineMatcher matcher = LineMatcher.of(new LogFilter(text, regex, matchCase));

        assertThat(matcher.run(LONG).matches(line)).isEqualTo(expected);
    }

    @Test
    void refusesWhatIsNoRegularExpression() {
        assertThatThrownBy(() -> LineMatcher.of(new LogFilter("a(b", true, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("text: a(b (expected: a regular expression; unclosed group at 3)");
    }

    @Test
    void refusesATextThatIsTooLong() {
        assertThatThrownBy(() -> LineMatcher.of(new LogFilter("x".repeat(501), false, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("text: 501 characters (expected: at most 500)");
    }

    @Test
    @Timeout(20)
    void givesUpAPatternThatWouldTakeForEver() {
        LineMatcher.Run run =
                LineMatcher.of(new LogFilter("(a+)+(a+)+b", true, true)).run(Duration.ofMillis(50));

        assertThatThrownBy(() -> run.matches("a".repeat(2000)))
                .isInstanceOf(LineMatcher.TooSlowException.class)
                .hasMessage("text: (a+)+(a+)+b (expected: a pattern that is done within 50 ms)");
    }

    @Test
    @Timeout(20)
    void givesUpAnyPatternOnceTheBudgetOfAllLinesIsUsedUp() {
        LineMatcher.Run run =
                LineMatcher.of(new LogFilter("never there", false, false)).run(Duration.ofMillis(20));

        assertThatThrownBy(() -> {
                    while (!run.matches("a line of ordinary length that holds something else")) {
                        Thread.onSpinWait();
                    }
                })
                .isInstanceOf(LineMatcher.TooSlowException.class);
    }

    @Test
    void givesUpAPatternThatNestsTooDeep() {
        LineMatcher.Run run =
                LineMatcher.of(new LogFilter("^(a|b)*$", true, true)).run(LONG);

        assertThatThrownBy(() -> run.matches("ab".repeat(1_000_000))).isInstanceOf(LineMatcher.TooSlowException.class);
    }

    @Test
    @Timeout(20)
    void givesUpWhenItsThreadIsInterrupted() {
        LineMatcher.Run run =
                LineMatcher.of(new LogFilter("(a+)+(a+)+b", true, true)).run(Duration.ofHours(1));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> run.matches("a".repeat(2000))).isInstanceOf(LineMatcher.TooSlowException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
