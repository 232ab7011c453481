package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RulesTest {

    private static final Rule SPEED = Rules.speed("Bench", "naive", "gyre", Bar.atLeast(4));

    @Test
    void comparesArmsOfTheSameCaseOnly() {
        List<Measurement> all = List.of(
                Samples.nanos("naive", 1, 10, Map.of()),
                Samples.nanos("naive", 2, 80, Map.of()),
                Samples.nanos("gyre", 2, 20, Map.of()));

        List<Row> rows = SPEED.rows(1, all).toList();

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).ratio()).isEqualTo(4);
        assertThat(rows.get(0).verdict()).isEqualTo(Verdict.MET);
    }

    @Test
    void missesTheBarWhenEventsWereDropped() {
        List<Measurement> all = List.of(
                Samples.nanos("naive", 1, 100, Map.of("drops", Samples.count(0))),
                Samples.nanos("gyre", 1, 1, Map.of("drops", Samples.count(0, 1))));

        Row row = SPEED.rows(10, all).findFirst().orElseThrow();

        assertThat(row.verdict()).isEqualTo(Verdict.MISSED);
        assertThat(MarkdownReport.drops(row)).isEqualTo("0 / 1");
    }

    @Test
    void callsAFigureBelowOneClockCycleAMistake() {
        List<Measurement> all =
                List.of(Samples.nanos("naive", 1, 1, Map.of()), Samples.nanos("gyre", 1, 0.1, Map.of()));

        Row row = SPEED.rows(1, all).findFirst().orElseThrow();

        assertThat(row.gyre().text()).isEqualTo("0.1 ns/op (below one clock cycle: a mistake in the benchmark)");
        assertThat(row.verdict()).isEqualTo(Verdict.MISSED);
    }

    @ParameterizedTest
    @CsvSource({"10, MET", "11, MET", "12, MISSED"})
    void asksNineTenthsOfLinearScaling(double contendedNanos, Verdict verdict) {
        List<Measurement> all =
                List.of(Samples.nanos("gyre", 1, 10, Map.of()), Samples.nanos("gyre", 2, contendedNanos, Map.of()));

        assertThat(Rules.scaling("Bench", "gyre").rows(5, all))
                .map(Row::verdict)
                .containsExactly(verdict);
    }

    @ParameterizedTest
    @CsvSource({"30, MET", "31, MISSED"})
    void asksHowMuchMoreTimeMoreFilesTake(double nanosOfMany, Verdict verdict) {
        List<Measurement> all = List.of(
                ofCase(10, Map.of("files", "10", "ask", "hit")),
                ofCase(1, Map.of("files", "10", "ask", "miss")),
                ofCase(nanosOfMany, Map.of("files", "20000", "ask", "hit")));

        assertThat(Rules.growth("Bench", "gyre", "files", "10", Bar.atMost(3)).rows(13, all))
                .map(Row::verdict)
                .containsExactly(verdict);
    }

    private static Measurement ofCase(double nanos, Map<String, String> params) {
        Figure primary = new Figure(nanos, Double.NaN, "ns/op", List.of(nanos));
        return new Measurement("Bench", "gyre", 1, params, primary, Map.of());
    }

    @Test
    void comparesWithTheFastestOfSeveralArms() {
        Rule best = Rules.speedOverBest(
                "Bench", List.of("peerA", "peerB", "peerC"), "gyre", "fastest", any -> Bar.atLeast(0.9));
        List<Measurement> all = List.of(
                Samples.nanos("peerA", 1, 30, Map.of()),
                Samples.nanos("peerB", 1, 10, Map.of()),
                Samples.nanos("peerB", 2, 1, Map.of()),
                Samples.nanos("gyre", 1, 20, Map.of()));

        assertThat(best.rows(10, all)).singleElement().satisfies(row -> {
            assertThat(row.name()).isEqualTo("1 thread: fastest");
            assertThat(row.other().arm()).isEqualTo("peerB");
            assertThat(row.ratio()).isEqualTo(0.5);
            assertThat(row.verdict()).isEqualTo(Verdict.MISSED);
        });
    }

    @Test
    void hasNoRowWithoutAnArmToCompareWith() {
        Rule best = Rules.speedOverBest("Bench", List.of("peerA"), "gyre", "fastest", any -> Bar.NONE);

        assertThat(best.rows(10, List.of(Samples.nanos("gyre", 1, 20, Map.of()))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"19, 0, MET", "20, 0, MISSED", "19, 1, MISSED"})
    void holdsACounterToALimitOfItsOwn(double median, double drops, Verdict verdict) {
        Rule limit = Rules.limit("Bench", "gyre", new Rules.Counter("p50", "p50", "µs"), Bar.below(20, "µs"));
        List<Measurement> all = List.of(
                Samples.nanos("gyre", 1, 1, Map.of("p50", Samples.count(median), "drops", Samples.count(drops))));

        assertThat(limit.rows(10, all)).singleElement().satisfies(row -> {
            assertThat(row.bar().text()).isEqualTo("< 20 µs");
            assertThat(row.verdict()).isEqualTo(verdict);
        });
    }

    @Test
    void showsTheMeanOfAShareAndTheSumOfACount() {
        Rules.Counter share = new Rules.Counter("blocked", "blocked", "%");
        Rules.Counter count = new Rules.Counter("blocked", "blocked", "");
        List<Measurement> all = List.of(
                Samples.nanos("naive", 1, 1, Map.of("blocked", Samples.count(90, 30))),
                Samples.nanos("gyre", 1, 1, Map.of("blocked", Samples.count(0, 0))));

        assertThat(Rules.never("Bench", "naive", "gyre", share).rows(4, all))
                .map(row -> row.other().text())
                .containsExactly("60.0 %");
        assertThat(Rules.never("Bench", "naive", "gyre", count).rows(4, all))
                .map(row -> row.other().text())
                .containsExactly("120");
    }

    @Test
    void missesALimitThatWasNotMeasured() {
        Rule limit = Rules.limit("Bench", "gyre", new Rules.Counter("p50", "p50", "µs"), Bar.below(20, "µs"));

        assertThat(limit.rows(10, List.of(Samples.nanos("gyre", 1, 1, Map.of()))))
                .map(Row::verdict)
                .containsExactly(Verdict.MISSED);
    }

    @Test
    void missesTheBarOfNoAllocationWhenNothingWasProfiled() {
        List<Measurement> all = List.of(Samples.nanos("gyre", 1, 10, Map.of()));

        assertThat(Rules.noAllocation("Bench", "gyre").rows(5, all))
                .map(Row::verdict)
                .containsExactly(Verdict.MISSED);
    }

    @Test
    void comparesBytesOfBothArms() {
        Rule allocation = Rules.allocation("Bench", "naive", "gyre", Bar.atMost(0.5));
        List<Measurement> all =
                List.of(Samples.nanos("naive", 1, 10, bytes(1000)), Samples.nanos("gyre", 1, 10, bytes(600)));

        assertThat(allocation.rows(2, all)).singleElement().satisfies(row -> {
            assertThat(row.name()).isEqualTo("1 thread: allocation");
            assertThat(row.other().text()).isEqualTo("1000 B/op");
            assertThat(row.gyre().text()).isEqualTo("600 B/op");
            assertThat(row.ratio()).isEqualTo(0.6);
            assertThat(row.verdict()).isEqualTo(Verdict.MISSED);
        });
    }

    @ParameterizedTest
    @CsvSource({"1000, 400, MET, MET", "1001, 400, MISSED, MET", "999, 401, MET, MISSED"})
    void holdsTimeAndBytesToLimitsOfTheirOwn(double time, double bytes, Verdict first, Verdict second) {
        Rule within = Rules.within("Bench", "gyre", run -> Bar.within(1000, "ns/op"), run -> Bar.within(400, "B/op"));

        assertThat(within.rows(6, List.of(Samples.nanos("gyre", 1, time, bytes(bytes)))))
                .map(Row::verdict)
                .containsExactly(first, second);
    }

    @Test
    void missesALimitOfBytesWhenNothingWasProfiled() {
        Rule within = Rules.within("Bench", "gyre", run -> Bar.NONE, run -> Bar.within(400, "B/op"));

        assertThat(within.rows(6, List.of(Samples.nanos("gyre", 1, 1, Map.of()))))
                .map(Row::verdict)
                .containsExactly(Verdict.NONE, Verdict.MISSED);
    }

    @Test
    void namesRowsAfterTheirBenchmark() {
        List<Measurement> all = List.of(Samples.nanos("naive", 1, 10, Map.of()), Samples.nanos("gyre", 1, 5, Map.of()));

        assertThat(SPEED.of("encode").rows(2, all)).map(Row::name).containsExactly("encode, 1 thread");
    }

    private static Map<String, Figure> bytes(double bytes) {
        return Map.of("gc.alloc.rate.norm", new Figure(bytes, Double.NaN, "B/op", List.of(bytes)));
    }
}
