package dev.gyre.bench;

import java.util.List;

/**
 * What is to be shown, whatever the form.
 *
 * @param environment where it was measured
 * @param chapters one for each stage
 */
record Report(Environment environment, List<Chapter> chapters) {

    /** What every form of the report says where the runs were too short to count. */
    static final String QUICK = "quick: not a measurement";

    /** How to read the ratio. */
    static final String RATIO =
            "The ratio says how many times faster Gyre is; for latencies and other counters it is ours / theirs.";

    static Report of(List<Stage> stages, List<Measurement> measurements, Environment environment) {
        return new Report(
                environment,
                stages.stream()
                        .map(stage -> new Chapter(stage, stage.rows(measurements)))
                        .toList());
    }

    List<Row> rows() {
        return chapters.stream().flatMap(chapter -> chapter.rows().stream()).toList();
    }

    /**
     * A stage and its rows.
     *
     * @param stage the stage
     * @param rows its rows, in the order of its rules
     */
    record Chapter(Stage stage, List<Row> rows) {}
}
