package dev.gyre.event;

import static dev.gyre.event.BusFixture.awaitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A subscription's way around a thread that is held up, raced on the machine as it is. */
class DetourTest {

    private static final EventType<Integer> TYPE = EventType.of("test.detoured", Integer.class);
    private static final int RACES = 500;
    private static final List<Integer> ALL = IntStream.rangeClosed(1, 9).boxed().toList();

    /** One race of a thread that comes back from its handler with the worker that succeeded it. */
    private static final class Race {
        final List<Integer> heard = new ArrayList<>();
        final AtomicInteger inside = new AtomicInteger();
        final BusSubscription subscription =
                new HandlerSubscription(null, Scope.of(TYPE), Delivery.onWorker(), number -> hear((Integer) number));
        final Detour detour = new Detour(subscription);
        volatile boolean begun;
        volatile boolean released;
        volatile boolean back;
        volatile boolean overlapped;

        Race() {
            subscription.leadAround(detour);
        }

        private void hear(int number) {
            overlapped |= inside.incrementAndGet() != 1;
            if (number > 0) {
                heard.add(number);
            }
            begun = true;
            while (!released) {
                Thread.onSpinWait();
            }
            inside.decrementAndGet();
        }

        void succeed() {
            awaitUntil(() -> begun);
            for (int number : ALL.subList(0, 8)) {
                subscription.take(TYPE, number, new Tenure());
                released = true;
            }
            awaitUntil(() -> back);
            subscription.take(TYPE, 9, new Tenure());
        }
    }

    @Test
    void theThreadThatWasHeldUpHandsBackInOrder() throws InterruptedException {
        race(race -> {
            race.released = true;
            race.begun = true;
            race.detour.run();
        });
    }

    @Test
    void soDoesAWorkerThatFoundTheSubscriptionFreeAndWasExpelledInTurn() throws InterruptedException {
        race(race -> {
            race.detour.run();
            race.detour.put(0, new Tenure());
        });
    }

    private static void race(Consumer<Race> heldUp) throws InterruptedException {
        Race[] races = IntStream.range(0, RACES).mapToObj(any -> new Race()).toArray(Race[]::new);
        Thread held = new Thread(() -> {
            for (Race race : races) {
                heldUp.accept(race);
                race.back = true;
            }
        });
        held.start();
        for (Race race : races) {
            race.succeed();

            assertThat(race.heard).isEqualTo(ALL);
            assertThat(race.overlapped).isFalse();
            assertThat(race.subscription.waiting()).isZero();
        }
        held.join();
    }
}
