package dev.gyre.event;

import java.util.stream.LongStream;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;

/** The Reactive Streams compatibility kit, run on the stream of a bus that publishes on subscription and then closes. */
@Test // a TestNG suite, found by its engine
public final class StreamTckTest extends PublisherVerification<Long> {

    private static final EventType<Long> NUMBER = EventType.of("tck.number", Long.class);
    private static final int MOST = 4096;

    public StreamTckTest() {
        super(new TestEnvironment(2_000, 100, 10)); // ms: for a machine that does other things too
    }

    @Override
    public long maxElementsFromPublisher() {
        return MOST;
    }

    @Override
    public Publisher<Long> createPublisher(long elements) {
        EventBus bus = EventBus.create();
        Flux<Long> stream = bus.stream(NUMBER, Delivery.buffered(MOST, Overflow.ERROR));
        return subscriber -> {
            stream.subscribe(subscriber);
            LongStream.range(0, elements).forEach(number -> bus.publish(NUMBER, number));
            bus.close(BusFixture.PATIENCE).subscribe();
        };
    }

    @Override
    public Publisher<Long> createFailedPublisher() {
        return null; // a stream of the bus cannot fail before it began
    }
}
