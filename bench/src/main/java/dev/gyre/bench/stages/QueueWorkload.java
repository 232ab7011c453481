package dev.gyre.bench.stages;

import java.util.Arrays;

/** What a queue is put through, by its name in the plan. */
enum QueueWorkload {
    STEADY("steady depth 40", 40, 1, 1024),
    OSCILLATION("oscillation 101 / 100", HalvingRing.SMALLEST, 1, 1024),
    BURST("burst 10000 and drain", 0, 10_000, 16_384),
    HAND_OVER("1 producer / 1 consumer", 0, 0, 1024);

    private final String text;

    /** How many events stay in the queue. */
    final int depth;

    /** How many are put in before as many are taken out; 0 if that is for two threads to decide. */
    final int burst;

    /** What a queue with a bound must hold: a mailbox as the library makes it, or a burst. */
    final int capacity;

    QueueWorkload(String text, int depth, int burst, int capacity) {
        this.text = text;
        this.depth = depth;
        this.burst = burst;
        this.capacity = capacity;
    }

    static QueueWorkload parse(String text) {
        return Arrays.stream(values())
                .filter(workload -> workload.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("workload: " + text + " (expected: one of "
                        + Arrays.stream(values()).map(workload -> workload.text).toList() + ")"));
    }

    void run(QueueRun run, int events) throws InterruptedException {
        if (burst == 0) {
            run.handOver(events);
        } else {
            run.cycle(events / burst, burst);
        }
    }
}
