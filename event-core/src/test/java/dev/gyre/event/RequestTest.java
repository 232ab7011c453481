package dev.gyre.event;

import static dev.gyre.event.BusFixture.PATIENCE;
import static dev.gyre.event.BusFixture.awaitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class RequestTest {

    private static final RequestType<Integer, String> HALF = RequestType.of("test.half", Integer.class, String.class);

    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final EventBus bus =
            EventBus.create(options -> options.onError((event, source, error) -> errors.add(error.getMessage())));

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void getsTheReply() {
        bus.reply(HALF, number -> Mono.just("" + number / 2));

        assertThat(bus.request(HALF, 84, PATIENCE).block(PATIENCE)).isEqualTo("42");
    }

    @Test
    void asksOnceForEachSubscriber() {
        AtomicInteger asked = new AtomicInteger();
        bus.reply(HALF, number -> Mono.fromSupplier(() -> "" + asked.incrementAndGet()));
        Mono<String> request = bus.request(HALF, 1, PATIENCE);

        assertThat(asked).hasValue(0);
        assertThat(request.block(PATIENCE)).isEqualTo("1");
        assertThat(request.block(PATIENCE)).isEqualTo("2");
    }

    @Test
    void getsWhatTheReplierThrows() {
        bus.reply(HALF, number -> {
            throw new IllegalArgumentException("number: " + number + " (expected: even)");
        });

        StepVerifier.create(bus.request(HALF, 3, PATIENCE))
                .expectErrorMessage("number: 3 (expected: even)")
                .verify(PATIENCE);
        awaitUntil(() -> errors.contains("number: 3 (expected: even)"));
    }

    @Test
    void failsAtOnceWhereNobodyReplies() {
        StepVerifier.create(bus.request(HALF, 3, PATIENCE))
                .expectErrorMessage("nobody replies to test.half")
                .verify(PATIENCE);
    }

    @Test
    void failsAtTheDeadlineAndCancelsTheWork() {
        AtomicBoolean cancelled = new AtomicBoolean();
        bus.reply(HALF, number -> Mono.<String>never().doOnCancel(() -> cancelled.set(true)));

        StepVerifier.withVirtualTime(() -> bus.request(HALF, 3, Duration.ofMillis(500)))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(499))
                .thenAwait(Duration.ofMillis(1))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(TimeoutException.class)
                        .hasMessage("test.half: no reply within 500 ms"))
                .verify(PATIENCE);
        bus.close();
        assertThat(cancelled).isTrue();
    }

    @Test
    void theFirstOfSeveralRepliesCounts() {
        bus.reply(HALF, number -> Mono.just("first"));
        bus.reply(HALF, number -> Mono.just("second"));

        assertThat(bus.request(HALF, 1, PATIENCE).block(PATIENCE)).isEqualTo("first");
    }
}
