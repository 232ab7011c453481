package dev.gyre.bench;

import java.util.List;

/**
 * A row of a benchmark in a page: what is measured and what is held to a bar. Another one of the page benchmark needs an entry
 * here and, under the same name, a function for each arm in the page's {@code bench.js}.
 *
 * @param name its name, in the page's script as in reports
 * @param unit of its rate
 * @param judged what the bar is for
 * @param bar what that is held to
 */
record PageScenario(String name, String unit, Judged judged, Bar bar) {

    /** What a bar is for. */
    enum Judged {
        /** Gyre's rate over that of what stands beside it. */
        RATIO,
        /** Gyre's rate. */
        RATE,
        /** What Gyre's figure is more than that of the other. */
        DIFFERENCE
    }

    private static final String ITEMS = "items/s";
    private static final int STREAMED = 800_000;

    /** Puts the most through the runtime in the least time. */
    static final PageScenario BUSIEST = beside("round trips, 1,000 in one turn", "calls/s", Bar.atLeast(3));

    static final List<PageScenario> ALL = List.of(
            beside("round trips, one at a time", "calls/s", Bar.atLeast(0.9)),
            beside("round trips, 32 in flight", "calls/s", Bar.atLeast(3)),
            BUSIEST,
            beside("events of 64 B", "events/s", Bar.atLeast(8)),
            beside("events of 1 KiB", "events/s", Bar.NONE),
            beside("events of 64 KiB", "events/s", Bar.NONE),
            new PageScenario("a stream of 64 B", ITEMS, Judged.RATE, Bar.reaching(STREAMED, ITEMS)),
            beside("download of 64 KiB pieces", "B/s", Bar.NONE),
            beside("upload of 64 KiB pieces", "B/s", Bar.NONE),
            beside("100 small assets, beside 100 fetches", "assets/s", Bar.NONE));

    /** One whose ratio to what stands beside it is held to a bar. */
    static PageScenario beside(String name, String unit, Bar bar) {
        return new PageScenario(name, unit, Judged.RATIO, bar);
    }

    /** What is more with Gyre than without may not be more than so much. */
    static PageScenario adding(String name, String unit, Bar bar) {
        return new PageScenario(name, unit, Judged.DIFFERENCE, bar);
    }

    /**
     * Those with a word in their names.
     *
     * @throws IllegalArgumentException if there is none
     */
    static List<PageScenario> containing(String word, List<PageScenario> among) {
        List<PageScenario> found = among.stream()
                .filter(scenario -> scenario.name().contains(word))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("--only: " + word + " (expected: a part of the name of a scenario)");
        }
        return found;
    }

    Verdict judge(double bare, double gyre) {
        return bar.judge(
                switch (judged) {
                    case RATIO -> gyre / bare;
                    case RATE -> gyre;
                    case DIFFERENCE -> gyre - bare;
                });
    }

    /** How the two compare, in the report's form. */
    String compare(double bare, double gyre) {
        return judged == Judged.DIFFERENCE
                ? (gyre < bare ? "-" : "+") + Numbers.significant(Math.abs(gyre - bare)) + " " + unit
                : Numbers.significant(gyre / bare) + "x";
    }
}
