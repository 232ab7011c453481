package dev.gyre.bench;

import java.util.List;

/**
 * A row of the page benchmark: what the page measures and what is held to a bar. Another one needs an entry here and, under
 * the same name, a function for each arm in the page's {@code bench.js}.
 *
 * @param name its name, in the page's script as in reports
 * @param unit of its rate
 * @param judged what the bar is for
 * @param bar what that is held to
 */
record PageScenario(String name, String unit, Judged judged, Bar bar) {

    /** What a bar is for. */
    enum Judged {
        /** Gyre's rate over that of the bare socket. */
        RATIO,
        /** Gyre's rate. */
        RATE
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

    /** One whose ratio to the bare socket is held to a bar. */
    static PageScenario beside(String name, String unit, Bar bar) {
        return new PageScenario(name, unit, Judged.RATIO, bar);
    }

    Verdict judge(double rate, double ratio) {
        return bar.judge(judged == Judged.RATE ? rate : ratio);
    }
}
