package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerArmsTest {

    /** A few times round the rings, so that publishers must wait for room. */
    private static final int EVENTS = 5_000;

    static Stream<String> arms() {
        return Stream.of(
                "gyre",
                "peerDisruptorYielding",
                "peerDisruptorBusySpin",
                "peerDisruptorBlocking",
                "peerReactor",
                "peerSubmissionPublisher",
                "peerGuavaAsync",
                "peerGreenrobot",
                "peerMBassador",
                "peerVertx");
    }

    static Stream<Arguments> armsUnderTraffic() {
        return arms().flatMap(arm -> Stream.of("1 publisher / 3 subscribers", "2 publishers / 2 subscribers")
                .map(traffic -> Arguments.of(arm, traffic)));
    }

    @ParameterizedTest
    @MethodSource("armsUnderTraffic")
    void everyArmDeliversEveryEventOnceToEverySubscriber(String arm, String traffic) throws InterruptedException {
        try (Volley volley = new Volley(Traffic.parse(traffic), EVENTS, PeerArms.of(arm))) {
            volley.run();

            assertThatCode(volley::run).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("arms")
    void everyArmDeliversTypesToTheirSubscribers(String arm) throws InterruptedException {
        try (Volley volley = new Volley(Traffic.parse("2 publishers / 100 types"), EVENTS, PeerArms.of(arm))) {
            volley.run();

            assertThatCode(volley::run).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("arms")
    void everyArmKeepsTheOrderOfAPublisher(String arm) throws InterruptedException {
        List<Ping> published =
                IntStream.range(0, EVENTS).mapToObj(i -> new Ping(0, 0, i)).toList();
        ConcurrentLinkedQueue<Ping> heard = new ConcurrentLinkedQueue<>();
        CountDownLatch complete = new CountDownLatch(EVENTS);
        Consumer<Ping> ear = ping -> {
            heard.add(ping);
            complete.countDown();
        };

        try (PeerArm bus = PeerArms.of(arm).open(new Traffic(1, 1, 1), List.of(ear))) {
            published.forEach(bus::publish);
            assertThat(complete.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(heard).containsExactlyElementsOf(published);
    }

    @ParameterizedTest
    @ValueSource(strings = {"naive", "naiveHalvingRing", "gyre"})
    void queuesAndLanesDeliverFromManyToOne(String arm) throws InterruptedException {
        try (Volley volley = new Volley(new Traffic(4, 1, 1), EVENTS - EVENTS % 4, PeerArms.of(arm))) {
            volley.run();

            assertThatCode(volley::run).doesNotThrowAnyException();
        }
    }

    @Test
    void refusesABenchmarkWithoutABus() {
        assertThatThrownBy(() -> PeerArms.of("peerPigeon"))
                .hasMessage("benchmark: peerPigeon (expected: the name of a bus)");
    }
}
