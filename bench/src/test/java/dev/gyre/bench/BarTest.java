package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BarTest {

    @ParameterizedTest
    @CsvSource({"3.99, MISSED", "4.0, MET", "400, MET", "NaN, MISSED"})
    void holdsSpeedToTheLeastRatio(double ratio, Verdict verdict) {
        assertThat(Bar.atLeast(4).judge(ratio)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0.1, MET", "0.2, MET", "0.21, MISSED", "NaN, MISSED"})
    void holdsLatencyToTheLargestRatio(double ratio, Verdict verdict) {
        assertThat(Bar.atMost(0.2).judge(ratio)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0, MET", "1, MISSED"})
    void holdsCountsToZero(double seen, Verdict verdict) {
        assertThat(Bar.zero("B/op").judge(seen)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0.001", "1000", "NaN"})
    void judgesNothingWithoutABar(double ratio) {
        assertThat(Bar.NONE.judge(ratio)).hasToString("");
    }

    @ParameterizedTest
    @CsvSource({"4, >= 4x", "1.8, >= 1.8x"})
    void writesItsLimitAsThePlanDoes(double ratio, String text) {
        assertThat(Bar.atLeast(ratio).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1, MISSED", "1.001, MET", "NaN, MISSED"})
    void holdsSpeedToMoreThanARatio(double ratio, Verdict verdict) {
        assertThat(Bar.moreThan(1).judge(ratio)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"400, MET", "400.1, MISSED", "NaN, MISSED"})
    void holdsAFigureToALimitItMayReach(double value, Verdict verdict) {
        assertThat(Bar.within(400, "B/op").judge(value)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"799999, MISSED", "800000, MET", "NaN, MISSED"})
    void holdsARateToOneThatMustBeReached(double rate, Verdict verdict) {
        Bar bar = Bar.reaching(800_000, "items/s");

        assertThat(bar.judge(rate)).isEqualTo(verdict);
        assertThat(bar.text()).isEqualTo(">= 800k items/s");
    }

    @ParameterizedTest
    @CsvSource({"94.9, MISSED", "95, MET", "100, MET", "NaN, MISSED"})
    void holdsAFigureToALimitItMustReach(double value, Verdict verdict) {
        assertThat(Bar.reaching(95, "%").judge(value)).isEqualTo(verdict);
        assertThat(Bar.reaching(95, "%").text()).isEqualTo(">= 95.0 %");
    }

    @ParameterizedTest
    @CsvSource({"0.5, no gain", "1.05, no gain", "1.2, gain", "NaN, no gain"})
    void saysWhereThereIsNoGain(double ratio, String words) {
        assertThat(Bar.GAIN.judge(ratio)).hasToString(words);
    }
}
