package dev.gyre.bench;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** The kinds of rows that stages have. */
final class Rules {

    /** Nanoseconds: one cycle at 5 GHz. What claims to take less was optimised away. */
    private static final double CLOCK_CYCLE = 0.2;

    /** What "linear" may lose to a scheduler and shared caches. */
    private static final double LINEAR = 0.9;

    private Rules() {}

    /** Gyre's speed over the other arm's, by case. */
    static Rule speed(String type, String other, String gyre, Function<Measurement, Bar> bar) {
        return (stage, all) -> pairs(type, other, gyre, all)
                .map(pair -> faster(stage, pair.gyre().caseName(), pair, bar.apply(pair.gyre())));
    }

    static Rule speed(String type, String other, String gyre, Bar bar) {
        Objects.requireNonNull(bar, "bar");
        return speed(type, other, gyre, any -> bar);
    }

    /**
     * Gyre's speed over the fastest of several arms, by case. The row shows that one.
     *
     * @param label what they are the fastest of
     */
    static Rule speedOverBest(
            String type, List<String> others, String gyre, String label, Function<Measurement, Bar> bar) {
        return (stage, all) -> runs(type, gyre, all)
                .flatMap(ours -> others.stream()
                        .flatMap(other -> runs(type, other, all))
                        .filter(ours::isArmBeside)
                        .max(Comparator.comparingDouble(Rules::rate))
                        .map(best ->
                                faster(stage, ours.caseName() + ": " + label, new Pair(best, ours), bar.apply(ours)))
                        .stream());
    }

    private static Row faster(int stage, String name, Pair pair, Bar bar) {
        double ratio = rate(pair.gyre()) / rate(pair.other());
        return judged(stage, name, pair, cell(pair.other()), cell(pair.gyre()), ratio, bar);
    }

    private static double rate(Measurement run) {
        double score = run.primary().score();
        return run.primary().isTime() ? 1 / score : score;
    }

    /** A counter of Gyre's arm over the other's, by case; the middle iteration of each. */
    static Rule counter(String type, String other, String gyre, Counter counter, Bar bar) {
        Objects.requireNonNull(bar, "bar");
        return (stage, all) -> pairs(type, other, gyre, all).map(pair -> {
            Row.Cell a = cell(pair.other(), counter);
            Row.Cell b = cell(pair.gyre(), counter);
            String name = pair.gyre().caseName() + ": " + counter.label();
            return judged(stage, name, pair, a, b, b.value() / a.value(), bar);
        });
    }

    /** A counter of Gyre's arm that is held to a limit of its own, by case; the middle iteration. */
    static Rule limit(String type, String gyre, Counter counter, Bar bar) {
        Objects.requireNonNull(bar, "bar");
        return (stage, all) -> runs(type, gyre, all).map(run -> {
            Row.Cell cell = cell(run, counter);
            Verdict verdict = cell.drops() > 0 ? Verdict.MISSED : bar.judge(cell.value());
            String name = run.caseName() + ": " + counter.label();
            return new Row(stage, name, Row.Cell.EMPTY, cell, Double.NaN, bar, verdict);
        });
    }

    /** A counter that must stay at zero in Gyre's arm; the other's stands beside it. */
    static Rule never(String type, String other, String gyre, Counter counter) {
        return (stage, all) -> pairs(type, other, gyre, all).map(pair -> {
            double seen = pair.gyre().total(counter.name());
            Bar bar = Bar.zero("");
            return new Row(
                    stage,
                    pair.gyre().caseName() + ": " + counter.label(),
                    counted(pair.other(), counter),
                    counted(pair.gyre(), counter),
                    Double.NaN,
                    bar,
                    bar.judge(seen));
        });
    }

    /** Bytes of Gyre's arm over the other's, by case. */
    static Rule allocation(String type, String other, String gyre, Bar bar) {
        Objects.requireNonNull(bar, "bar");
        return (stage, all) -> pairs(type, other, gyre, all).map(pair -> {
            Row.Cell a = bytes(pair.other());
            Row.Cell b = bytes(pair.gyre());
            String name = pair.gyre().caseName() + ": allocation";
            return judged(stage, name, pair, a, b, b.value() / a.value(), bar);
        });
    }

    private static Row.Cell bytes(Measurement run) {
        double bytes = run.bytesPerOperation();
        return new Row.Cell(run.method(), Numbers.bytes(bytes) + " B/op", bytes, Double.NaN, drops(run));
    }

    /** Gyre's arm by itself, held to a time and to bytes of its own, by case. */
    static Rule within(String type, String gyre, Function<Measurement, Bar> time, Function<Measurement, Bar> bytes) {
        return (stage, all) -> runs(type, gyre, all)
                .flatMap(run -> Stream.of(
                        alone(
                                stage,
                                run.caseName() + ": time",
                                cell(run),
                                run.primary().score(),
                                time.apply(run)),
                        alone(
                                stage,
                                run.caseName() + ": allocation",
                                bytes(run),
                                run.bytesPerOperation(),
                                bytes.apply(run))));
    }

    private static Row alone(int stage, String name, Row.Cell cell, double value, Bar bar) {
        return new Row(stage, name, Row.Cell.EMPTY, cell, Double.NaN, bar, bar.judge(value));
    }

    /** No allocation at all in Gyre's arm. */
    static Rule noAllocation(String type, String gyre) {
        return (stage, all) -> runs(type, gyre, all).map(run -> {
            double bytes = run.bytesPerOperation();
            Bar bar = Bar.zero("B/op");
            Verdict verdict = bar.judge(Numbers.isNoAllocation(bytes) ? 0 : bytes);
            return new Row(stage, run.caseName() + ": allocation", Row.Cell.EMPTY, cell(run), Double.NaN, bar, verdict);
        });
    }

    /** Throughput of many threads over that of one: at least nine tenths of their number. */
    static Rule scaling(String type, String gyre) {
        return scaling(type, gyre, many -> Bar.atLeast(LINEAR * many.threads()), "scaling");
    }

    /** The same of an arm that shares nothing: what the machine itself gives, to read beside. */
    static Rule scalingOfMachine(String type, String control) {
        return scaling(type, control, many -> Bar.NONE, "scaling of work that shares nothing");
    }

    private static Rule scaling(String type, String gyre, Function<Measurement, Bar> bar, String label) {
        return (stage, all) -> runs(type, gyre, all)
                .filter(run -> run.threads() > 1)
                .flatMap(many -> runs(type, gyre, all)
                        .filter(one -> one.threads() == 1 && one.params().equals(many.params()))
                        .map(one -> scaling(stage, one, many, bar.apply(many), label)));
    }

    private static Row scaling(int stage, Measurement one, Measurement many, Bar bar, String label) {
        double ratio = many.threads() * one.primary().score() / many.primary().score();
        Row.Cell alone = new Row.Cell("", one.primary() + " alone", Double.NaN, Double.NaN, Double.NaN);
        return judged(stage, many.caseName() + ": " + label, new Pair(one, many), alone, cell(many), ratio, bar);
    }

    /**
     * Gyre's time at a value of a parameter over that at its first: what it costs that there is more.
     *
     * @param param the parameter's name
     * @param first the value that is compared with
     */
    static Rule growth(String type, String gyre, String param, String first, Bar bar) {
        Objects.requireNonNull(bar, "bar");
        return (stage, all) -> runs(type, gyre, all)
                .filter(run -> !first.equals(run.params().get(param)))
                .flatMap(large -> runs(type, gyre, all)
                        .filter(small -> small.threads() == large.threads()
                                && small.params().equals(with(large.params(), param, first)))
                        .map(small -> judged(
                                stage,
                                large.caseName() + ": over " + first + " " + param,
                                new Pair(small, large),
                                cell(small),
                                cell(large),
                                large.primary().score() / small.primary().score(),
                                bar)));
    }

    private static Map<String, String> with(Map<String, String> params, String name, String value) {
        Map<String, String> changed = new HashMap<>(params);
        changed.put(name, value);
        return changed;
    }

    private static Row judged(int stage, String name, Pair pair, Row.Cell other, Row.Cell gyre, double ratio, Bar bar) {
        Verdict verdict = pair.counts() || bar.isNone() ? bar.judge(ratio) : Verdict.MISSED;
        return new Row(stage, name, other, gyre, ratio, bar, verdict);
    }

    private static Row.Cell cell(Measurement run) {
        Figure figure = run.primary();
        String doubt = isBelowClockCycle(figure) ? " (below one clock cycle: a mistake in the benchmark)" : "";
        return new Row.Cell(run.method(), figure + doubt, figure.score(), run.bytesPerOperation(), drops(run));
    }

    private static Row.Cell cell(Measurement run, Counter counter) {
        Figure figure = run.counter(counter.name());
        double value = figure == null ? Double.NaN : figure.median();
        String text = Numbers.withUnit(value, counter.unit());
        return new Row.Cell(run.method(), text, value, Double.NaN, drops(run));
    }

    /** The sum of all iterations, or the mean of what is a share: either is 0 only if all of them are. */
    private static Row.Cell counted(Measurement run, Counter counter) {
        boolean share = counter.unit().equals("%");
        String text = share
                ? Numbers.withUnit(run.mean(counter.name()), counter.unit())
                : Numbers.plain(run.total(counter.name()));
        return new Row.Cell(run.method(), text, Double.NaN, Double.NaN, drops(run));
    }

    private static boolean isBelowClockCycle(Figure figure) {
        return figure.unit().equals("ns/op") && figure.score() < CLOCK_CYCLE;
    }

    private static double drops(Measurement run) {
        return run.counter("drops") == null ? Double.NaN : run.total("drops");
    }

    private static Stream<Pair> pairs(String type, String other, String gyre, List<Measurement> all) {
        return runs(type, gyre, all)
                .flatMap(
                        ours -> runs(type, other, all).filter(ours::isArmBeside).map(theirs -> new Pair(theirs, ours)));
    }

    private static Stream<Measurement> runs(String type, String method, List<Measurement> all) {
        return all.stream()
                .filter(run -> run.type().equals(type) && run.method().equals(method));
    }

    /**
     * A counter that a benchmark keeps beside its score.
     *
     * @param name its name in the benchmark
     * @param label its name in the report
     * @param unit its unit
     */
    record Counter(String name, String label, String unit) {}

    private record Pair(Measurement other, Measurement gyre) {

        /** A run with drops did the work of fewer events, and one below a clock cycle did none: neither can meet a bar. */
        boolean counts() {
            return Stream.of(other, gyre).noneMatch(run -> run.total("drops") > 0 || isBelowClockCycle(run.primary()));
        }
    }
}
