package dev.gyre.bench.stages;

import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A multicast sink of Reactor with a buffer of 1,024 events, and a {@code publishOn} of as many for each subscriber, on
 * as many threads as there are cores. A publisher whose event is refused, for want of room or since another emits, tries
 * again. The sink without a buffer of its own, {@code directAllOrNothing}, was half as fast with many subscribers.
 */
final class ReactorPeer implements PeerArm {

    private static final int BUFFER = 1024;

    private final Scheduler scheduler =
            Schedulers.newParallel("bench-reactor", Runtime.getRuntime().availableProcessors(), true);
    private final Sinks.Many<Ping> sink = Boolean.getBoolean("R.buf")
            ? Sinks.many().multicast().onBackpressureBuffer(BUFFER, false)
            : Sinks.many().multicast().directAllOrNothing();

    ReactorPeer(Traffic traffic, List<Consumer<Ping>> ears) {
        traffic.untyped(ears)
                .forEach(ear -> sink.asFlux().publishOn(scheduler, BUFFER).subscribe(ear));
    }

    @Override
    public void publish(Ping ping) {
        for (int attempt = 0; sink.tryEmitNext(ping).isFailure(); attempt++) {
            Spin.pause(attempt);
        }
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
