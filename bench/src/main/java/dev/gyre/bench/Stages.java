package dev.gyre.bench;

import static dev.gyre.bench.Rules.counter;
import static dev.gyre.bench.Rules.never;
import static dev.gyre.bench.Rules.noAllocation;
import static dev.gyre.bench.Rules.scaling;
import static dev.gyre.bench.Rules.speed;

import java.util.List;
import java.util.stream.Collectors;

/** The stages that can be run, with their bars. The bars are the plan's, set before anything was measured. */
final class Stages {

    private static final Rules.Counter LATENCY = new Rules.Counter("deliveryP99Micros", "p99 delivery", "µs");
    private static final Rules.Counter RETURN =
            new Rules.Counter("publishReturnNanos", "return of publish", "ns/event");
    private static final Rules.Counter DISORDER = new Rules.Counter("orderViolations", "order violations", "");

    static final List<Stage> ALL = List.of(ids(), mediaTypes(), events());

    private Stages() {}

    /** The numbers, for usage and complaints. */
    static String numbers() {
        return ALL.stream().map(stage -> String.valueOf(stage.number())).collect(Collectors.joining(", "));
    }

    private static Stage ids() {
        String type = "Stage01Ids";
        return new Stage(
                1,
                "Atomic ids",
                List.of(type),
                true,
                List.of(
                        speed(type, "naive", "gyre", run -> run.threads() == 1 ? Bar.atLeast(1) : Bar.atLeast(4)),
                        speed(type, "naive", "gyreBlocks", Bar.NONE)));
    }

    private static Stage mediaTypes() {
        String type = "Stage05MediaTypes";
        return new Stage(
                5,
                "MIME lookup",
                List.of(type),
                true,
                List.of(
                        speed(type, "naive", "gyre", run -> run.threads() == 1 ? Bar.NONE : Bar.atLeast(5)),
                        speed(type, "naiveProbe", "gyre", run -> run.threads() == 1 ? Bar.NONE : Bar.atLeast(5)),
                        noAllocation(type, "gyre"),
                        scaling(type, "gyre")));
    }

    private static Stage events() {
        String type = "Stage10Events";
        String slow = "Stage10SlowListener";
        return new Stage(
                10,
                "Events on the pool",
                List.of(type, slow),
                false,
                List.of(
                        speed(type, "naive", "gyre", Bar.atLeast(5)),
                        counter(type, "naive", "gyre", LATENCY, Bar.atMost(0.2)),
                        counter(type, "naive", "gyre", RETURN, Bar.NONE),
                        never(type, "naive", "gyre", DISORDER),
                        speed(slow, "naive", "gyre", Bar.atLeast(5)),
                        counter(slow, "naive", "gyre", LATENCY, Bar.atMost(0.2)),
                        counter(slow, "naive", "gyre", RETURN, Bar.NONE),
                        never(slow, "naive", "gyre", DISORDER),
                        speed(type, "peerVirtualThreads", "gyre", Bar.NONE),
                        speed(type, "peerSubmissionPublisher", "gyre", Bar.NONE)));
    }
}
