package dev.gyre.event;

import static dev.gyre.event.BusFixture.NUMBER;
import static dev.gyre.event.BusFixture.TEXT;
import static dev.gyre.event.BusFixture.awaitUntil;
import static dev.gyre.event.BusFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class DiagnosticsTest {

    private final EventBus bus = EventBus.create(options -> options.handlerBudget(Duration.ZERO)
            .lane("small", lane -> lane.capacity(2).block(Duration.ofMillis(20))));

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void unheardEventsCanBeHeard() {
        List<Event<?>> unheard = new CopyOnWriteArrayList<>();
        bus.on(EventBus.UNHEARD, unheard::add);
        bus.on(TEXT, text -> {});

        bus.publish(TEXT, "heard");
        bus.publish(NUMBER, 1);
        settle(bus);

        assertThat(unheard).containsExactly(new Event<>(NUMBER, 1));
        assertThat(bus.lanes().get(1).unheard()).isEqualTo(1);
    }

    @Test
    void aLaneIsAStreamOfAllItsEvents() {
        EventType<Integer> elsewhere =
                EventType.of("test.elsewhere", Integer.class).on("small");

        StepVerifier.create(bus.streamLane(Lane.APPLICATION_EVENTS).take(2))
                .then(() -> {
                    bus.publish(elsewhere, 0);
                    bus.publish(NUMBER, 1);
                    bus.publish(TEXT, "two");
                })
                .expectNext(new Event<>(NUMBER, 1), new Event<>(TEXT, "two"))
                .expectComplete()
                .verify(BusFixture.PATIENCE);
    }

    @Test
    void typesTellWhatPassed() {
        bus.on(NUMBER, number -> {});
        bus.publish(NUMBER, 1);
        bus.publish(NUMBER, 2);
        settle(bus);

        assertThat(bus.types()).contains(new TypeAccount(NUMBER, 2, 1));
    }

    @Test
    void aLaneTellsHowLongPublishersWaited() {
        EventType<Integer> small = EventType.of("test.small", Integer.class).on("small");
        CountDownLatch release = BusFixture.holdWorker(bus);
        bus.publish(small, 1);
        bus.publish(small, 2);
        assertThat(catchBlocked(small)).contains("lane \"small\" is full: 2 of 2, gyre-worker-0 is in");
        release.countDown();

        Lane lane = bus.lanes().get(3);
        assertThat(lane.blocked()).isBetween(Duration.ofMillis(20), BusFixture.PATIENCE);
        assertThat(lane.rejected()).isEqualTo(1);
    }

    private String catchBlocked(EventType<Integer> small) {
        try {
            bus.publish(small, 3);
            return "accepted";
        } catch (PublishException full) {
            return full.getMessage();
        }
    }

    @Test
    void aDumpShowsLanesWorkersSubscriptionsAndTypes() {
        bus.on(NUMBER, Delivery.onWorker().named("adder"), number -> {});
        bus.publish(NUMBER, 1);
        settle(bus);
        awaitUntil(() -> bus.dump().contains("gyre-worker-0: parked"));

        assertThat(bus.dump())
                .startsWith("event bus of 1 worker\n")
                .contains("lane \"application events\": 0 of 1024, accepted 1, rejected 0")
                .contains("subscription \"adder\": matched 1, delivered 1, failed 0, dropped 0, coalesced 0, waiting 0")
                .contains("test.number of java.lang.Integer on application events: passed 1, subscriptions 1");
    }

    @Test
    void micrometerReadsTheAccounts() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new BusMetrics(bus).bindTo(registry);
        bus.on(NUMBER, number -> {});

        bus.publish(NUMBER, 1);
        bus.publish(TEXT, "unheard");
        settle(bus);

        assertThat(registry.get("gyre.lane.accepted")
                        .tag("lane", Lane.APPLICATION_EVENTS)
                        .functionCounter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("gyre.lane.unheard")
                        .tag("lane", Lane.APPLICATION_EVENTS)
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("gyre.bus.subscriptions").gauge().value()).isEqualTo(1);
    }

    @Test
    void aHandlerMayEndItsSubscriptionByThrowing() {
        List<Integer> heard = new CopyOnWriteArrayList<>();
        Subscription subscription = bus.on(NUMBER, Delivery.onWorker().onFailure(OnFailure.UNSUBSCRIBE), number -> {
            heard.add(number);
            if (number == 2) {
                throw new AssertionError("enough");
            }
        });

        for (int i = 0; i < 5; i++) {
            bus.publish(NUMBER, i);
        }
        settle(bus);

        assertThat(heard).containsExactly(0, 1, 2);
        assertThat(subscription.isClosed()).isTrue();
        assertThat(subscription.failed()).isEqualTo(1);
    }
}
