package dev.gyre.bench;

import java.util.List;

/**
 * A row of the page benchmark: what the page measures and what the ratio to the bare socket is held to. Another one needs an
 * entry here and, under the same name, a function for each arm in the page's {@code bench.js}.
 *
 * @param name its name, in the page's script as in reports
 * @param unit of its rate
 * @param bar what Gyre's rate over that of the bare socket is held to
 */
record PageScenario(String name, String unit, Bar bar) {

    static final List<PageScenario> ALL = List.of(
            new PageScenario("round trips, one at a time", "calls/s", Bar.atLeast(0.9)),
            new PageScenario("round trips, 32 in flight", "calls/s", Bar.atLeast(3)),
            new PageScenario("round trips, 1,000 in one turn", "calls/s", Bar.atLeast(3)),
            new PageScenario("events of 64 B", "events/s", Bar.atLeast(8)),
            new PageScenario("events of 1 KiB", "events/s", Bar.NONE),
            new PageScenario("events of 64 KiB", "events/s", Bar.NONE));
}
