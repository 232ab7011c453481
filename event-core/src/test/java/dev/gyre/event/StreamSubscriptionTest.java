package dev.gyre.event;

import static dev.gyre.event.BusFixture.NUMBER;
import static dev.gyre.event.BusFixture.awaitUntil;
import static dev.gyre.event.BusFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class StreamSubscriptionTest {

    private final EventBus bus =
            EventBus.create(options -> options.handlerBudget(Duration.ZERO).onError((event, source, error) -> {}));

    @AfterEach
    void close() {
        bus.close(Duration.ZERO).block(BusFixture.PATIENCE);
    }

    @Test
    void emitsInPublishOrder() {
        StepVerifier.create(bus.stream(NUMBER))
                .then(() -> publish(3))
                .expectNext(0, 1, 2)
                .thenCancel()
                .verify(BusFixture.PATIENCE);
    }

    @Test
    void emitsWhatIsRequestedAndNoMore() {
        StepVerifier.create(bus.stream(NUMBER), 0)
                .then(() -> publish(5))
                .thenRequest(2)
                .expectNext(0, 1)
                .then(() -> assertThat(only().waiting()).isEqualTo(3))
                .thenRequest(1)
                .expectNext(2)
                .then(() -> assertThat(only().waiting()).isEqualTo(2))
                .thenCancel()
                .verify(BusFixture.PATIENCE);
        assertThat(bus.subscriptions()).isEmpty();
    }

    @Test
    void endsWithAnErrorAfterWhatItHeldWhenFull() {
        StepVerifier.create(bus.stream(NUMBER, Delivery.buffered(4, Overflow.ERROR)), 0)
                .then(() -> publish(10))
                .thenRequest(100)
                .expectNext(0, 1, 2, 3)
                .expectErrorMessage(
                        "stream \"stream of test.number\" is full: 4 events wait and its subscriber requests none")
                .verify(BusFixture.PATIENCE);
    }

    @Test
    void dropsTheOldestOrTheNewestWhenAsked() {
        StepVerifier.create(bus.stream(NUMBER, Delivery.buffered(4, Overflow.DROP_OLDEST)), 0)
                .then(() -> publish(10))
                .then(() -> assertThat(only().dropped()).isEqualTo(6))
                .thenRequest(100)
                .expectNext(6, 7, 8, 9)
                .thenCancel()
                .verify(BusFixture.PATIENCE);
        StepVerifier.create(bus.stream(NUMBER, Delivery.buffered(4, Overflow.DROP_NEWEST)), 0)
                .then(() -> publish(10))
                .thenRequest(100)
                .expectNext(0, 1, 2, 3)
                .thenCancel()
                .verify(BusFixture.PATIENCE);
    }

    @Test
    void givesEachSubscriberItsOwnSubscription() {
        Flux<Integer> stream = bus.stream(NUMBER);

        StepVerifier.create(stream.zipWith(stream))
                .then(() -> publish(1))
                .assertNext(both -> assertThat(both.getT1()).isEqualTo(both.getT2()))
                .thenCancel()
                .verify(BusFixture.PATIENCE);
    }

    @Test
    void carriesEventsOfEveryTypeAPatternMatches() {
        StepVerifier.create(bus.stream("test.*").map(event -> event.type().name() + "=" + event.payload()))
                .then(() -> {
                    bus.publish(BusFixture.TEXT, "a");
                    bus.publish(NUMBER, 1);
                })
                .expectNext("test.text=a", "test.number=1")
                .thenCancel()
                .verify(BusFixture.PATIENCE);
    }

    @Test
    void completesAfterWhatItHoldsWhenTheBusCloses() {
        StepVerifier.create(bus.stream(NUMBER), 0)
                .then(() -> publish(2))
                .then(() -> bus.close(Duration.ofSeconds(10)).subscribe())
                .thenRequest(10)
                .expectNext(0, 1)
                .expectComplete()
                .verify(BusFixture.PATIENCE);
    }

    @RepeatedTest(50)
    void completesHoweverTheCloseMeetsARequest() {
        try (EventBus closing = EventBus.create()) {
            StepVerifier.create(closing.stream(NUMBER).limitRate(1), 0)
                    .then(() -> {
                        closing.publish(NUMBER, 1);
                        closing.close(BusFixture.PATIENCE).subscribe();
                    })
                    .thenRequest(1)
                    .expectNext(1)
                    .expectComplete()
                    .verify(BusFixture.PATIENCE);
        }
    }

    @Test
    void completesWithWhatItHoldsDroppedWhenNobodyRequestsInTime() {
        StepVerifier.create(bus.stream(NUMBER), 0)
                .then(() -> publish(2))
                .then(() -> assertThat(bus.close(Duration.ofMillis(20)).block(BusFixture.PATIENCE))
                        .isEqualTo(new CloseReport(false, 2)))
                .expectComplete()
                .verify(BusFixture.PATIENCE);
    }

    @Test
    void completesAtOnceOnAClosedBus() {
        Flux<Integer> stream = bus.stream(NUMBER);
        bus.close();

        StepVerifier.create(stream).expectComplete().verify(BusFixture.PATIENCE);
    }

    @Test
    void worksBehindReactorsOperators() {
        StepVerifier.create(bus.stream(NUMBER)
                        .publishOn(Schedulers.parallel(), 8)
                        .filter(number -> number % 2 == 0)
                        .take(3))
                .then(() -> publish(10))
                .expectNext(0, 2, 4)
                .expectComplete()
                .verify(BusFixture.PATIENCE);
        awaitUntil(() -> bus.subscriptions().isEmpty());
    }

    @Test
    void aSubscriberThatThrowsLosesItsSubscriptionAndNothingElse() {
        TestPublisher<Integer> neighbour = TestPublisher.create();
        bus.stream(NUMBER).subscribe(neighbour::next);
        bus.stream(NUMBER).subscribe(new RudeSubscriber());

        StepVerifier.create(neighbour.flux())
                .then(() -> publish(2))
                .expectNext(0, 1)
                .thenCancel()
                .verify(BusFixture.PATIENCE);
        assertThat(bus.subscriptions()).hasSize(1);
    }

    @Test
    void aSubscriberThatFailsOnItsEndDoesNotKeepTheBusFromClosing() {
        bus.stream(NUMBER).subscribe(number -> {}, error -> {}, () -> {
            throw new LinkageError("rude to the end");
        });

        CloseReport report = bus.close(Duration.ofSeconds(10)).block(BusFixture.PATIENCE);

        assertThat(report).isEqualTo(new CloseReport(true, 0));
    }

    @Test
    void aRequestOutOfRangeEndsItHoweverItMeetsAnEvent() {
        for (int i = 0; i < 2_000; i++) {
            AtomicReference<Throwable> error = new AtomicReference<>();
            BaseSubscriber<Integer> subscriber = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {}

                @Override
                protected void hookOnError(Throwable thrown) {
                    error.set(thrown);
                }
            };
            org.reactivestreams.Subscription[] upstream = new org.reactivestreams.Subscription[1];
            bus.stream(NUMBER).doOnSubscribe(each -> upstream[0] = each).subscribe(subscriber);

            bus.publish(NUMBER, i);
            upstream[0].request(-1);

            awaitUntil(() -> error.get() != null);
        }
        assertThat(bus.subscriptions()).isEmpty();
    }

    @Test
    void whatComesToItWhileItIsCancelledDoesNotWaitForEver() {
        AtomicReference<org.reactivestreams.Subscription> stream = new AtomicReference<>();
        Delivery cancelling = Delivery.buffered(4, Overflow.COALESCE).coalesce(Integer.class, number -> {
            stream.get().cancel();
            return number;
        });
        bus.stream(NUMBER, cancelling).doOnSubscribe(stream::set).subscribe(new NeverAsks());
        Subscription account = only();

        publish(1);

        assertThat(account.isClosed()).isTrue();
        assertThat(account.waiting()).isZero();
        assertThat(account.dropped()).isEqualTo(1);
    }

    private static final class NeverAsks extends BaseSubscriber<Integer> {
        @Override
        protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {}
    }

    private static final class RudeSubscriber implements reactor.core.CoreSubscriber<Integer> {
        @Override
        public void onSubscribe(org.reactivestreams.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Integer number) {
            throw new IllegalStateException("rude");
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }

    private Subscription only() {
        List<Subscription> open = bus.subscriptions();
        assertThat(open).hasSize(1);
        return open.get(0);
    }

    private void publish(int count) {
        IntStream.range(0, count).forEach(number -> bus.publish(NUMBER, number));
        settle(bus);
    }
}
