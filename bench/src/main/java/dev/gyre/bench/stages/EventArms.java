package dev.gyre.bench.stages;

import org.openjdk.jmh.infra.BenchmarkParams;

/** The arms by the names of their benchmark methods. */
final class EventArms {

    private EventArms() {}

    /** A new arm for a benchmark. */
    static EventArm of(BenchmarkParams params) {
        return of(BenchmarkName.method(params));
    }

    static EventArm of(String method) {
        return switch (method) {
            case "naive" -> ThreadPerDelivery.platform();
            case "gyre" -> new GyreArm();
            case "peerVirtualThreads" -> ThreadPerDelivery.virtual();
            case "peerSubmissionPublisher" -> new SubmissionPublisherArm();
            default -> throw new IllegalArgumentException("benchmark: " + method + " (expected: the name of an arm)");
        };
    }
}
