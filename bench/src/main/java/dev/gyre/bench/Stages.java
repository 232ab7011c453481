package dev.gyre.bench;

import static dev.gyre.bench.Rules.allocation;
import static dev.gyre.bench.Rules.counter;
import static dev.gyre.bench.Rules.growth;
import static dev.gyre.bench.Rules.limit;
import static dev.gyre.bench.Rules.never;
import static dev.gyre.bench.Rules.noAllocation;
import static dev.gyre.bench.Rules.scaling;
import static dev.gyre.bench.Rules.scalingOfMachine;
import static dev.gyre.bench.Rules.speed;
import static dev.gyre.bench.Rules.speedOverBest;
import static dev.gyre.bench.Rules.within;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The stages that can be run, with their bars. The bars are the plan's, set before anything was measured. */
final class Stages {

    private static final Rules.Counter LATENCY = new Rules.Counter("deliveryP99Micros", "p99 delivery", "µs");
    private static final Rules.Counter RETURN =
            new Rules.Counter("publishReturnNanos", "return of publish", "ns/event");
    private static final Rules.Counter DISORDER = new Rules.Counter("orderViolations", "order violations", "");

    private static final Rules.Counter THREADS = new Rules.Counter("threadsStarted", "threads started", "");
    private static final Rules.Counter MEDIAN = new Rules.Counter("deliveryP50Micros", "p50 delivery", "µs");
    private static final Rules.Counter TAIL = new Rules.Counter("deliveryP999Micros", "p99.9 delivery", "µs");
    private static final Rules.Counter CPU = new Rules.Counter("cpuPercent", "CPU of its threads", "% of a core");

    private static final Rules.Counter BLOCKED = new Rules.Counter("blockedPercent", "offers that waited", "%");
    private static final Rules.Counter STALL = new Rules.Counter("stallP99Micros", "p99 stall", "µs");
    private static final Rules.Counter LONGEST = new Rules.Counter("stallMaxMicros", "longest stall", "µs");
    private static final Rules.Counter REFUSED = new Rules.Counter("refusedPercent", "refused and counted", "%");
    private static final Rules.Counter COALESCED = new Rules.Counter("coalescedPercent", "coalesced and counted", "%");

    private static final Rules.Counter DELIVERIES =
            new Rules.Counter("deliveriesPerThousand", "deliveries for 1,000", "");

    private static final Rules.Counter HELD = new Rules.Counter("loopHeldPercent", "event loop held up", "%");
    private static final Rules.Counter LATE_READS = new Rules.Counter("readsAfterCancel", "reads after a cancel", "");

    private static final Rules.Counter GONE = new Rules.Counter("duplicatesGonePercent", "duplicate bytes gone", "%");
    private static final Rules.Counter FILE = new Rules.Counter("fileKib", "size of the file", "KiB");
    private static final Rules.Counter TEXT = new Rules.Counter("textKib", "text assets on their way", "KiB");
    private static final Rules.Counter TREE = new Rules.Counter("allKib", "all assets on their way", "KiB");

    private static final String EVENTS = "Stage10Events";
    private static final String SLOW = "Stage10SlowListener";
    private static final String PEERS = "Stage10Peers";
    private static final String PACED = "Stage10Latency";
    private static final String IDLE = "Stage10Idle";

    /** Of JavaFX, and of JCEF where there is one. */
    static final String WINDOWS = "Stage20Windows";

    private static final List<String> DISRUPTORS =
            List.of("peerDisruptorYielding", "peerDisruptorBusySpin", "peerDisruptorBlocking");
    private static final List<String> BUSES = List.of(
            "peerReactor", "peerSubmissionPublisher", "peerGuavaAsync", "peerGreenrobot", "peerMBassador", "peerVertx");

    /** No slower, but for what one run differs from the next by. */
    private static final Bar NO_SLOWER = Bar.atLeast(0.95);

    /** What a neighbour may cost the others: no more than one run differs from the next by. */
    private static final Bar UNDELAYED = Bar.atMost(1.25);

    private static final String NO_NEIGHBOUR = "none";

    /** Made of all that stands above. */
    static final List<Stage> ALL = List.of(
            ids(),
            json(),
            invocation(),
            bursts(),
            mediaTypes(),
            arguments(),
            sniffing(),
            workers(),
            events(),
            fileReads(),
            batching(),
            index(),
            queues(),
            deduplication(),
            dispatch(),
            manyWindows(),
            serviceStart(),
            compression());

    private Stages() {}

    /** The numbers, for usage and complaints. */
    static String numbers() {
        return ALL.stream().map(stage -> String.valueOf(stage.number())).collect(Collectors.joining(", "));
    }

    /** The benchmark classes, for complaints. */
    static String benchmarks() {
        return ALL.stream().flatMap(stage -> stage.benchmarks().stream()).collect(Collectors.joining(", "));
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

    private static Stage json() {
        String encode = "Stage02Encode";
        String decode = "Stage02Decode";
        String both = "Stage02RoundTrip";
        return new Stage(
                2,
                "JSON buffer pooling",
                List.of(encode, decode, both),
                false,
                List.of(
                        speed(encode, "naive", "gyre", Bar.moreThan(1)).of("encode"),
                        allocation(encode, "naive", "gyre", Bar.atMost(0.5)).of("encode"),
                        speed(decode, "naive", "gyre", Bar.moreThan(1)).of("decode"),
                        allocation(decode, "naive", "gyre", Bar.atMost(0.5)).of("decode"),
                        speed(both, "naive", "gyre", Bar.NONE).of("round trip"),
                        allocation(both, "naive", "gyre", Bar.NONE).of("round trip")));
    }

    private static Stage invocation() {
        String lookup = "Stage03Lookup";
        String full = "Stage03Invocation";
        return new Stage(
                3,
                "Method lookup and invocation",
                List.of(lookup, full),
                false,
                List.of(
                        speed(lookup, "naive", "gyre", Bar.GAIN).of("lookup"),
                        speed(full, "naive", "gyre", Bar.atLeast(1.5)).of("invocation"),
                        allocation(full, "naive", "gyre", Bar.NONE).of("invocation")));
    }

    private static Stage arguments() {
        String type = "Stage06Arguments";
        String call = "Stage06Call";
        return new Stage(
                6,
                "Argument carriers",
                List.of(type, call),
                false,
                List.of(
                        speed(type, "naive", "gyre", Bar.atLeast(2)).of("arguments"),
                        allocation(type, "naive", "gyre", Bar.atMost(0.35)).of("arguments"),
                        speed(type, "naiveTree", "gyre", Bar.NONE).of("arguments"),
                        allocation(type, "naiveTree", "gyre", Bar.NONE).of("arguments"),
                        speed(type, "naive", "gyrePooled", Bar.NONE).of("arguments"),
                        allocation(type, "naive", "gyrePooled", Bar.NONE).of("arguments"),
                        speed(call, "naive", "gyre", Bar.NONE).of("one call"),
                        within(
                                        call,
                                        "gyre",
                                        run -> ofMixed(run, Bar.within(1000, "ns/op")),
                                        run -> ofMixed(run, Bar.within(400, "B/op")))
                                .of("one call"),
                        within(call, "gyreHop", run -> Bar.NONE, run -> Bar.NONE)
                                .of("one call")));
    }

    private static Bar ofMixed(Measurement run, Bar bar) {
        return run.caseName().startsWith("mixed arguments") ? bar : Bar.NONE;
    }

    /** In the process; what a page in a browser gains is the page command's to tell. */
    private static Stage batching() {
        String calls = "Stage12Calls";
        String events = "Stage12Events";
        String assets = "Stage12Assets";
        return new Stage(
                12,
                "Request batching",
                List.of(calls, events, assets),
                false,
                List.of(
                        speed(calls, "naive", "gyre", Bar.NONE).of("calls"),
                        counter(calls, "naive", "gyre", DELIVERIES, Bar.NONE).of("calls"),
                        speed(calls, "naiveFrames", "gyre", Bar.NONE).of("calls"),
                        counter(calls, "naiveFrames", "gyre", DELIVERIES, Bar.NONE)
                                .of("calls"),
                        speed(events, "naive", "gyre", Bar.NONE).of("events"),
                        counter(events, "naive", "gyre", DELIVERIES, Bar.NONE).of("events"),
                        speed(assets, "naive", "gyre", Bar.NONE).of("assets"),
                        counter(assets, "naive", "gyre", DELIVERIES, Bar.NONE).of("assets")));
    }

    private static Stage fileReads() {
        String type = "Stage11Files";
        return new Stage(
                11,
                "Asynchronous file I/O",
                List.of(type),
                false,
                List.of(
                        speed(type, "naive", "gyre", Stages::overBlockedLoop),
                        counter(type, "naive", "gyre", HELD, Bar.NONE),
                        limit(type, "gyre", HELD, Bar.below(1, "%")),
                        speed(type, "naiveLeaving", "gyreLeaving", Bar.NONE).of("half leave"),
                        limit(type, "gyreLeaving", HELD, Bar.below(1, "%")).of("half leave"),
                        limit(type, "gyreLeaving", LATE_READS, Bar.zero("")).of("half leave")));
    }

    /** What the waiting of one read hides behind that of others shows only where there are many. */
    private static Bar overBlockedLoop(Measurement run) {
        boolean isSmall = List.of("1", "64").contains(run.params().get("kib"));
        return isSmall && "64".equals(run.params().get("clients")) ? Bar.atLeast(5) : Bar.NONE;
    }

    private static Stage index() {
        String type = "Stage13Index";
        return new Stage(
                13,
                "File index",
                List.of(type),
                false,
                List.of(
                        speed(type, "naive", "gyre", Stages::overFileSystem),
                        growth(type, "gyre", "files", "10", Bar.atMost(3)),
                        noAllocation(type, "gyreString")));
    }

    private static Bar overFileSystem(Measurement run) {
        if (run.caseName().contains("jar")) {
            return Bar.atLeast(100);
        }
        return Bar.atLeast(run.caseName().contains("miss") ? 15 : 50);
    }

    private static Stage bursts() {
        String type = "Stage04Bursts";
        return new Stage(
                4,
                "Lane capacity and bursts",
                List.of(type),
                false,
                join(each(
                        List.of("gyre", "gyreCoalescing"),
                        arm -> List.of(
                                never(type, "naive", arm, BLOCKED),
                                limit(type, arm, STALL, Bar.below(5, "µs")),
                                counter(type, "naive", arm, STALL, Bar.NONE),
                                counter(type, "naive", arm, LONGEST, Bar.NONE),
                                limit(type, arm, REFUSED, Bar.NONE),
                                limit(type, arm, COALESCED, Bar.NONE)))));
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
                        scaling(type, "gyre"),
                        scalingOfMachine(type, "peerNothingShared")));
    }

    private static Stage sniffing() {
        String type = "Stage07Sniffing";
        return new Stage(
                7,
                "Content sniffing",
                List.of(type),
                true,
                List.of(
                        speed(type, "naive", "gyre", Bar.moreThan(1)),
                        allocation(type, "naive", "gyre", Bar.atMost(0.1))));
    }

    private static Stage workers() {
        String type = "Stage09Workers";
        return new Stage(
                9,
                "Worker pool",
                List.of(type),
                false,
                List.of(
                        never(type, "naive", "gyre", THREADS),
                        speed(type, "naive", "gyre", Bar.NONE),
                        never(type, "peerVirtualThreads", "gyre", THREADS),
                        speed(type, "peerVirtualThreads", "gyre", Bar.NONE)));
    }

    private static Stage events() {
        return new Stage(
                10,
                "Events on the pool",
                List.of(EVENTS, SLOW, PEERS, PACED, IDLE),
                false,
                join(List.of(overNaive(), List.of(limit(IDLE, "gyre", CPU, Bar.below(0.1, "%"))), paced(), peers())));
    }

    private static List<Rule> overNaive() {
        return List.of(
                speed(EVENTS, "naive", "gyre", Bar.atLeast(5)),
                counter(EVENTS, "naive", "gyre", LATENCY, Bar.atMost(0.2)),
                counter(EVENTS, "naive", "gyre", RETURN, Bar.NONE),
                never(EVENTS, "naive", "gyre", DISORDER),
                speed(SLOW, "naive", "gyre", Bar.atLeast(5)),
                counter(SLOW, "naive", "gyre", LATENCY, Bar.atMost(0.2)),
                counter(SLOW, "naive", "gyre", RETURN, Bar.NONE),
                never(SLOW, "naive", "gyre", DISORDER),
                speed(EVENTS, "peerVirtualThreads", "gyre", Bar.NONE),
                speed(EVENTS, "peerSubmissionPublisher", "gyre", Bar.NONE));
    }

    private static List<Rule> peers() {
        return join(List.of(
                List.of(
                        noAllocation(PEERS, "gyre"),
                        speedOverBest(PEERS, DISRUPTORS, "gyre", "fastest raw ring", any -> Bar.atLeast(0.9)),
                        speedOverBest(PEERS, BUSES, "gyre", "fastest bus", Stages::overBuses)),
                each(DISRUPTORS, peer -> speed(PEERS, peer, "gyre", Bar.NONE)),
                List.of(speed(PEERS, "peerDisruptorPromising", "gyre", Bar.NONE)),
                each(BUSES, peer -> speed(PEERS, peer, "gyre", Bar.NONE))));
    }

    /** What is shared between subscribers pays with three and more of them. */
    private static Bar overBuses(Measurement run) {
        boolean many = run.caseName().contains(" subscribers");
        return Bar.atLeast(many ? 2.5 : 1.4);
    }

    private static List<Rule> paced() {
        List<String> peers =
                List.of("peerDisruptorYielding", "peerDisruptorBlocking", "peerReactor", "peerSubmissionPublisher");
        return join(List.of(
                List.of(
                        limit(PACED, "gyre", MEDIAN, Bar.below(20, "µs")),
                        limit(PACED, "gyre", LATENCY, Bar.below(100, "µs")),
                        limit(PACED, "gyre", TAIL, Bar.NONE)),
                each(peers, peer -> counter(PACED, peer, "gyre", MEDIAN, Bar.NONE)),
                each(peers, peer -> counter(PACED, peer, "gyre", LATENCY, Bar.NONE)),
                each(peers, peer -> counter(PACED, peer, "gyre", TAIL, Bar.NONE))));
    }

    private static Stage queues() {
        String queue = "Stage14Queue";
        String lane = "Stage14Lane";
        return new Stage(
                14,
                "Ring queue",
                List.of(queue, lane),
                false,
                List.of(
                        speed(queue, "naive", "gyre", Bar.atLeast(3)),
                        speed(queue, "naiveHalvingRing", "gyre", Bar.NONE),
                        noAllocation(queue, "gyre"),
                        speed(lane, "naive", "gyre", Bar.atLeast(3)),
                        speed(lane, "naiveHalvingRing", "gyre", Bar.NONE),
                        noAllocation(lane, "gyre")));
    }

    private static Stage deduplication() {
        String type = "Stage17Duplicates";
        return new Stage(
                17,
                "Deduplication",
                List.of(type),
                false,
                List.of(
                        limit(type, "gyre", GONE, Bar.reaching(95, "%")),
                        counter(type, "naive", "gyre", FILE, Bar.NONE)));
    }

    private static Stage compression() {
        String sizes = "Stage22Sizes";
        String start = "Stage22Start";
        String serving = "Stage22Serving";
        return new Stage(
                22,
                "Asset compression",
                List.of(sizes, start, serving),
                false,
                join(List.of(
                        join(each(
                                List.of("gyre", "gyreGzip"),
                                arm -> List.of(
                                        counter(sizes, "naive", arm, TEXT, Bar.atMost(0.5)),
                                        counter(sizes, "naive", arm, TREE, Bar.atMost(0.6))))),
                        List.of(
                                counter(sizes, "naive", "gyre", FILE, Bar.NONE),
                                speed(serving, "naive", "gyre", Bar.atLeast(5)).of("serving"),
                                speed(start, "naive", "gyre", Bar.NONE).of("start, files"),
                                within(start, "gyre", run -> Bar.within(30, "ms/op"), run -> Bar.NONE)
                                        .of("start, files"),
                                within(start, "gyreDirectory", run -> Bar.within(300, "ms/op"), run -> Bar.NONE)
                                        .of("start, files")))));
    }

    private static Stage dispatch() {
        String type = "Stage19Dispatch";
        return new Stage(
                19,
                "Lock-free event ids",
                List.of(type),
                true,
                List.of(
                        speed(type, "naive", "gyre", Stages::overMaps),
                        speed(type, "naiveSynchronized", "gyre", Stages::overMaps)));
    }

    private static Stage manyWindows() {
        String events = "Stage20FanOut";
        return new Stage(
                20,
                "Parallel window operations",
                List.of(events, WINDOWS),
                false,
                List.of(
                        speed(events, "naive", "gyre", Stages::overOneByOne).of("events to windows"),
                        allocation(events, "naive", "gyre", Bar.NONE).of("events to windows"),
                        speed(events, "naivePosting", "gyre", Bar.NONE).of("events to windows"),
                        growth(events, "gyre", "slow", NO_NEIGHBOUR, UNDELAYED).of("events to windows"),
                        growth(events, "naive", "slow", NO_NEIGHBOUR, Bar.NONE).of("events to windows, naive"),
                        growth(events, "naivePosting", "slow", NO_NEIGHBOUR, Bar.NONE)
                                .of("events to windows, naivePosting"),
                        speed(WINDOWS, "naive", "gyre", Stages::overOneByOne).of("windows"),
                        speed(WINDOWS, "naiveTogether", "gyre", Bar.NONE).of("windows")));
    }

    /** A fifth of the time where there are 16 windows. */
    private static Bar overOneByOne(Measurement run) {
        return "16".equals(run.params().get("windows")) ? Bar.atLeast(5) : Bar.NONE;
    }

    private static Stage serviceStart() {
        String type = "Stage21Services";
        return new Stage(
                21,
                "Parallel service start",
                List.of(type),
                false,
                List.of(
                        speed(type, "naive", "gyre", run -> run.caseName().equals("chain") ? NO_SLOWER : Bar.NONE),
                        within(
                                type,
                                "gyre",
                                run -> run.caseName().equals("5 x 50 ms") ? Bar.within(75, "ms/op") : Bar.NONE,
                                run -> Bar.NONE)));
    }

    /** Without listeners there is little to gain, and with many the calls are the work. */
    private static Bar overMaps(Measurement run) {
        return Bar.atLeast(run.caseName().matches("(1|5|10) listeners? .*") ? 1.7 : 1);
    }

    private static <T> List<T> each(List<String> arms, Function<String, T> rule) {
        return arms.stream().map(rule).toList();
    }

    private static List<Rule> join(List<List<Rule>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }
}
