package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1234.5, 1235",
        "99.96, 100.0",
        "12.34, 12.3",
        "1.234, 1.23",
        "0.1234, 0.12",
        "0.00043, 0.00043",
        "NaN, -",
        "Infinity, -"
    })
    void writesThreeDigitsOrTwoOfAFraction(double value, String text) {
        assertThat(Numbers.significant(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "999, ops/s, 999 ops/s",
        "40000, ops/s, 40.0k ops/s",
        "4000000, ops/s, 4.00M ops/s",
        "40000, ns/op, 40000 ns/op"
    })
    void shortensRatesOnly(double value, String unit, String text) {
        assertThat(Numbers.withUnit(value, unit)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.0002, 0", "0.09, 0", "0.11, 0.11", "16, 16.0", "NaN, -"})
    void countsTheHarnessAsNoAllocation(double bytes, String text) {
        assertThat(Numbers.bytes(bytes)).isEqualTo(text);
    }
}
