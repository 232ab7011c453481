package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.emits;
import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.event.Lane;
import dev.gyre.event.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTest {

    record Tick(int number) {}

    record Move(int x, int y) {}

    private static final EventType<Tick> TICK = EventType.of("clock.tick", Tick.class);
    private static final EventType<Tick> TOCK = EventType.of("clock.tock", Tick.class);
    private static final EventType<Move> MOVE = EventType.of("ui.move", Move.class);
    private static final EventType<Object> ANY = EventType.of("clock.any", Object.class);

    /** Waits for its handlers however long they take, so that one of them can hold a lane. */
    private final World world =
            new World(EventBus.create(options -> options.handlerBudget(Duration.ZERO)), options -> {});

    @AfterEach
    void close() {
        world.close();
    }

    private PageWindow window(String name) {
        return world.ipc.open(name, Capabilities.of(hears("clock.*"), emits("ui.*", "**")));
    }

    @Test
    void reachAPageThatSubscribed() {
        try (PageClient page = PageClient.open(world.ipc, window("main"))) {
            List<PageClient.PageEvent> heard = new CopyOnWriteArrayList<>();
            page.on("clock.tick", heard::add);

            world.bus.publish(TOCK, new Tick(1));
            world.bus.publish(TICK, new Tick(2));

            World.eventually(() -> !heard.isEmpty());
            assertThat(heard).containsExactly(new PageClient.PageEvent("clock.tick", Map.of("number", 2)));
        }
    }

    @Test
    void keepTheirOrderAcrossTypesAndAreHeardOnceHoweverManyPatternsMatch() {
        try (PageClient page = PageClient.open(world.ipc, window("main"))) {
            List<Object> heard = new CopyOnWriteArrayList<>();
            page.on("clock.tick", event -> heard.add(number(event)));
            page.on("clock.tock", event -> heard.add(number(event)));
            page.on("clock.*", event -> {});

            for (int i = 0; i < 1000; i++) {
                world.bus.publish(i % 3 == 0 ? TOCK : TICK, new Tick(i));
            }

            World.eventually(() -> heard.size() == 1000);
            assertThat(heard).isEqualTo(IntStream.range(0, 1000).boxed().toList());
        }
    }

    @Test
    void arriveHoweverManyBytesWaitedForThePage() {
        try (PageClient page = PageClient.open(world.ipc, window("main"))) {
            List<Object> heard = new CopyOnWriteArrayList<>();
            page.on("clock.any", event -> heard.add(event));
            page.pause();
            for (int i = 0; i < 1000; i++) { // twice what may be unconfirmed, in messages too large to be many
                world.bus.publish(ANY, "x".repeat(2048));
            }

            page.unpause();

            World.eventually(() -> heard.size() == 1000);
            assertThat(page.missed()).isZero();
        }
    }

    @Test
    void areEncodedOnceForAllPagesAndNotAtAllForNone() {
        List<PageClient> pages = new ArrayList<>();
        List<Object> heard = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 8; i++) {
            PageClient page = PageClient.open(world.ipc, window("w" + i));
            page.on("clock.tick", event -> heard.add(number(event)));
            pages.add(page);
        }
        CountDownLatch passed = new CountDownLatch(100);
        world.bus.on(TOCK, tick -> passed.countDown());

        for (int i = 0; i < 100; i++) {
            world.bus.publish(TICK, new Tick(i));
            world.bus.publish(TOCK, new Tick(i));
        }

        World.eventually(() -> heard.size() == 800);
        World.await(passed);
        assertThat(world.ipc.encodedEvents()).isEqualTo(100);
        pages.forEach(PageClient::close);
    }

    @Test
    void stopWhenThePageUnsubscribes() {
        try (PageClient page = PageClient.open(world.ipc, window("main"))) {
            List<Object> heard = new CopyOnWriteArrayList<>();
            Registration tick = page.on("clock.tick", event -> heard.add(number(event)));
            List<Object> fence = new CopyOnWriteArrayList<>();
            page.on("clock.tock", fence::add);

            tick.close();
            page.on("clock.any", event -> {});
            world.bus.publish(TICK, new Tick(1));
            world.bus.publish(TOCK, new Tick(2));

            World.eventually(() -> !fence.isEmpty());
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void areDroppedAndCountedForAPageThatDoesNotReadAndForNoOther() {
        PageWindow deaf = window("deaf");
        PageWindow well = window("well");
        try (PageClient paused = PageClient.open(world.ipc, deaf);
                PageClient reading = PageClient.open(world.ipc, well)) {
            List<Object> late = new CopyOnWriteArrayList<>();
            List<Object> heard = new ArrayList<>();
            CountDownLatch all = new CountDownLatch(20_000);
            paused.on("clock.tick", event -> late.add(number(event)));
            reading.on("clock.tick", event -> {
                heard.add(number(event));
                all.countDown();
            });
            paused.pause();

            for (int i = 0; i < 20_000; i++) {
                world.bus.publish(TICK, new Tick(i));
                int published = i + 1;
                if (published % 500 == 0) {
                    World.eventually(() -> all.getCount() == 20_000 - published);
                }
            }

            World.await(all);
            assertThat(heard)
                    .hasSize(20_000)
                    .isEqualTo(IntStream.range(0, 20_000).boxed().toList());
            PageAccount account = deaf.session().orElseThrow().account();
            assertThat(account.waiting()).isEqualTo(1024);
            assertThat(account.waitingBytes()).isLessThan(64 << 10);
            assertThat(account.dropped()).isEqualTo(20_000 - 1024);
            assertThat(account.offered()).isEqualTo(account.sent() + account.dropped() + account.waiting());
            paused.unpause();
            World.eventually(() -> late.size() == 1024);
            assertThat(paused.missed()).isEqualTo(20_000 - 1024);
            assertThat(reading.missed()).isZero();
        }
    }

    @Test
    void waitForAPageThatIsAwaitedAndForItsReadiness() {
        PageWindow window = window("main");
        String code = window.code();
        world.bus.publish(TICK, new Tick(1));
        world.bus.publish(TOCK, new Tick(2));
        List<Object> heard = new CopyOnWriteArrayList<>();
        try (PageClient page = PageClient.arrive(world.ipc, code)) {
            world.bus.publish(TICK, new Tick(3));
            page.on("clock.tick", event -> heard.add(number(event)));
            world.bus.publish(TICK, new Tick(4));
            page.ready();
            World.eventually(() -> heard.size() == 3);
            world.bus.publish(TICK, new Tick(5));
            World.eventually(() -> heard.size() == 4);
        }
        assertThat(heard).containsExactly(1, 3, 4, 5);
    }

    @Test
    void areNotKeptForAPageThatNobodyAwaits() {
        PageWindow window = window("main");
        world.bus.publish(TICK, new Tick(1));
        window.code();
        world.time.advance(java.time.Duration.ofSeconds(60));
        CountDownLatch passed = new CountDownLatch(1);
        world.bus.on(TICK, tick -> passed.countDown());

        world.bus.publish(TICK, new Tick(2));

        World.await(passed);
        assertThat(world.ipc.encodedEvents()).isZero();
    }

    @Test
    void goToThoseTheyAreForAloneInOrder() {
        PageWindow one = window("one");
        PageWindow two = window("two");
        try (PageClient first = PageClient.open(world.ipc, one);
                PageClient second = PageClient.open(world.ipc, two)) {
            List<Object> heardByFirst = new CopyOnWriteArrayList<>();
            List<Object> heardBySecond = new CopyOnWriteArrayList<>();
            first.on("clock.*", event -> heardByFirst.add(number(event)));
            second.on("clock.*", event -> heardBySecond.add(number(event)));

            world.bus.publish(TICK, new Tick(1));
            assertThat(one.emit(TICK, new Tick(2)).isAccepted()).isTrue();
            assertThat(one.emit(MOVE, new Move(1, 1)).isAccepted())
                    .as("not granted, heard by nobody")
                    .isTrue();
            world.bus.publish(TICK, new Tick(3));
            world.ipc.emit(TOCK, new Tick(4), Target.windows("one", "two"));
            two.session().orElseThrow().emit(TICK, new Tick(5));
            world.ipc.emit(TOCK, new Tick(6), Target.all().except(one.session().orElseThrow()));
            Registration left = one.join("clocks");
            world.ipc.emit(TOCK, new Tick(7), Target.group("clocks"));
            World.eventually(() -> heardByFirst.contains(7));
            left.close();
            world.ipc.emit(TOCK, new Tick(8), Target.group("clocks").and(Target.windows("two")));

            World.eventually(() -> heardBySecond.contains(8));
            assertThat(heardByFirst).containsExactly(1, 2, 3, 4, 7);
            assertThat(heardBySecond).containsExactly(1, 3, 4, 5, 6, 8);
            assertThat(world.ipc.encodedEvents()).isEqualTo(8);
        }
    }

    @Test
    void stayInJavaWhereTheyAreSaidTo() {
        try (World closed = new World(options -> options.javaOnly("clock.tick"))) {
            PageWindow main = closed.ipc.open("main", Capabilities.hears("**"));
            try (PageClient page = PageClient.open(closed.ipc, main)) {
                List<String> heard = new CopyOnWriteArrayList<>();
                page.on("clock.*", event -> heard.add(event.name()));
                int before = closed.bus.subscriptions().size();
                page.stream(Object[].class, "gyre.events", "**")
                        .subscribe(pair -> heard.add("streamed " + pair[0]), ended -> {});
                World.eventually(() -> closed.bus.subscriptions().size() > before);

                closed.bus.publish(TICK, new Tick(1));
                closed.ipc.emit(TICK, new Tick(1), Target.all());
                closed.bus.publish(TOCK, new Tick(2));

                World.eventually(() -> heard.size() == 2);
                assertThat(heard).containsExactlyInAnyOrder("clock.tock", "streamed clock.tock");
            }
        }
    }

    @Test
    void thatCannotBeEncodedAreCountedAndStopNothing() {
        try (PageClient page = PageClient.open(world.ipc, window("main"))) {
            List<Object> heard = new CopyOnWriteArrayList<>();
            page.on("clock.*", event -> heard.add(event.payload()));

            world.bus.publish(ANY, new long[] {(1L << 53) + 1});
            world.bus.publish(ANY, "x".repeat(5 << 20));
            world.bus.publish(ANY, "fine \u2028 \0 \ud83d\ude00, and half: \ud800");

            World.eventually(() -> !heard.isEmpty());
            assertThat(heard).containsExactly("fine \u2028 \0 \ud83d\ude00, and half: \ud800");
            assertThat(world.ipc.unsendableEvents()).isEqualTo(2);
        }
    }

    @Test
    void ofAPagePassTheWindowLaneAndThenTheirOwn() {
        world.bus.register(MOVE);
        List<WindowMessage> messages = new CopyOnWriteArrayList<>();
        List<Move> moves = new CopyOnWriteArrayList<>();
        world.bus.on(WindowMessage.TYPE, messages::add);
        world.bus.on(MOVE, moves::add);
        PageWindow window = window("main");
        try (PageClient page = PageClient.open(world.ipc, window)) {
            page.emit("ui.move", new Move(3, 4));

            World.eventually(() -> !moves.isEmpty());
            assertThat(moves).containsExactly(new Move(3, 4));
            assertThat(messages).hasSize(1);
            assertThat(messages.get(0).window()).isEqualTo("main");
            assertThat(messages.get(0).session())
                    .isEqualTo(window.session().orElseThrow().id());
            assertThat(WindowMessage.TYPE.lane()).isEqualTo(Lane.WINDOW_MESSAGES);
            assertThat(window.session().orElseThrow().account().emitted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gyre.page.state     | {\"x\":1} | not_available | gyre.page.state is not available",
                "gyre.window.message | {\"x\":1} | not_available | gyre.window.message is not available",
                "ui.unknown          | {\"x\":1} | not_available | ui.unknown is not available",
                "ui.move             | 7         | bad_argument  | payload: not accepted (expected: an object)",
                "ui.move             | null      | bad_argument  | payload: null (expected: a value)",
            })
    void ofAPageAreRefused(String name, String payload, String kind, String message) throws Exception {
        world.bus.register(MOVE);
        Object value = new com.fasterxml.jackson.databind.ObjectMapper().readValue(payload, Object.class);
        try (PageClient page = PageClient.open(world.ipc, window("main"))) {
            assertThatThrownBy(() -> page.emit(name, value))
                    .hasMessage(message)
                    .hasFieldOrPropertyWithValue("kind", kind);
        }
    }

    @Test
    void ofAPageAreRefusedWhenTheWindowLaneIsFullAndTakenAgainLater() {
        world.bus.register(MOVE);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        world.bus.once(TICK, tick -> {
            held.countDown();
            World.await(release);
        });
        PageWindow window = window("main");
        try (PageClient page = PageClient.open(world.ipc, window)) {
            world.bus.publish(TICK, new Tick(0));
            World.await(held);
            int accepted = 0;
            CallException refusal = null;
            while (refusal == null && accepted < 1000) {
                try {
                    page.emit("ui.move", new Move(0, accepted));
                    accepted++;
                } catch (CallException e) {
                    refusal = e;
                }
            }
            assertThat(refusal).hasFieldOrPropertyWithValue("kind", CallException.OVERLOADED);
            assertThat(accepted).isLessThanOrEqualTo(128);

            release.countDown();

            World.eventually(() -> lane(Lane.WINDOW_MESSAGES) == 0);
            page.emit("ui.move", new Move(1, 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"ui.move", "**", "*.*", "clock.**", "gyre.page.state"})
    void cannotBeHeardWithoutAGrant(String pattern) {
        try (PageClient page = PageClient.open(world.ipc, window("main"))) {
            assertThatThrownBy(() -> page.on(pattern, event -> {}))
                    .hasMessage(pattern + " is not available")
                    .hasFieldOrPropertyWithValue("kind", CallException.NOT_AVAILABLE);
        }
    }

    @Test
    void takeABoundedNumberOfSubscriptions() {
        PageWindow window = world.ipc.open("main", hears("**"));
        try (PageClient page = PageClient.open(world.ipc, window)) {
            for (int i = 0; i < 256; i++) {
                page.on("name" + i, event -> {});
            }

            assertThatThrownBy(() -> page.on("one.more", event -> {}))
                    .hasMessage("subscriptions: 257 (expected: at most 256)");
        }
    }

    @Test
    void areGrantedByPatternsThatCoverWhatIsAskedFor() {
        Capabilities grants = Capabilities.of(hears("user.*", "log.**"), calls("Clock.*"), emits("**"));

        assertThat(grants.mayHear("user.login")).isTrue();
        assertThat(grants.mayHear("user.*")).isTrue();
        assertThat(grants.mayHear("user.**")).isFalse();
        assertThat(grants.mayHear("user")).isFalse();
        assertThat(grants.mayHear("log")).isTrue();
        assertThat(grants.mayHear("log.**")).isTrue();
        assertThat(grants.mayHear("log.*.error")).isTrue();
        assertThat(grants.mayHear("*.error")).isFalse();
        assertThat(grants.mayHear(String.join(".", java.util.Collections.nCopies(60, "log"))))
                .isFalse();
        assertThat(grants.mayCall("Clock.greet")).isTrue();
        assertThat(grants.mayCall("Clock.a.b")).isFalse();
        assertThat(grants.mayEmit("ui.move")).isTrue();
        assertThat(grants.mayEmit("gyre.page.state")).isFalse();
        assertThat(Capabilities.none().mayCall("Clock.greet")).isFalse();
    }

    @Test
    void ofTheRuntimeItselfAreHeardOnlyByWhoIsGrantedThemByName() {
        Capabilities everything = hears("**");
        Capabilities states = hears("gyre.page.*");

        assertThat(everything.mayHear("**")).isTrue();
        assertThat(everything.mayHear("gyre.page.state")).isFalse();
        assertThat(everything.hearsName("gyre.page.state")).isFalse();
        assertThat(everything.hearsName("clock.tick")).isTrue();
        assertThat(states.mayHear("gyre.page.state")).isTrue();
        assertThat(states.hearsName("gyre.page.state")).isTrue();
    }

    @Test
    void bindingsOfTheRuntimeItselfAreOpenOnlyToWhoIsGrantedThemByName() {
        Capabilities everything = calls("**", "*.*.*");
        Capabilities states = calls("gyre.window.state");

        assertThat(everything.mayCall("Clock.greet")).isTrue();
        assertThat(everything.mayCall("gyre.window.close")).isFalse();
        assertThat(states.mayCall("gyre.window.state")).isTrue();
        assertThat(states.mayCall("gyre.window.close")).isFalse();
        assertThat(Capabilities.none().mayCall("gyre.events")).isTrue();
        assertThatThrownBy(() -> Ipc.create(world.bus, options -> options.bind(new Pretender())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has a name of the runtime's own (expected: not gyre.*)");
    }

    static final class Pretender {
        @Binding("gyre.window.close")
        void close() {}
    }

    private int lane(String name) {
        return world.bus.lanes().stream()
                .filter(lane -> lane.name().equals(name))
                .findFirst()
                .orElseThrow()
                .depth();
    }

    private static Object number(PageClient.PageEvent event) {
        return event.payload() instanceof Map<?, ?> tick ? tick.get("number") : event.payload();
    }
}
