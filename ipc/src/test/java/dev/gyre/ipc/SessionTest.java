package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.gyre.event.EventType;
import dev.gyre.ipc.PageState.Change;
import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.PageLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static final EventType<Integer> TICK = EventType.of("clock.tick", Integer.class);

    private final Slow slow = new Slow();
    private final World world = World.of(slow);
    private final PageWindow window = world.window(calls("Slow.*"), hears("clock.*"));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void isBornOfACodeAndOfNothingElse() {
        String code = window.code();

        assertThat(code).matches("[A-Za-z0-9_-]{22}");
        assertRefused("nonsense", CloseReason.CODE_REFUSED);
        assertRefused("", CloseReason.CODE_REFUSED);
        try (PageClient page = PageClient.open(world.ipc, code)) {
            assertThat(page.generation()).isEqualTo(1);
            assertThat(window.session().orElseThrow().isConnected()).isTrue();
        }
        assertThat(world.ipc.refusedConnections()).isEqualTo(2);
    }

    @Test
    void tellsACopyOfATabThatItsCodeIsUsed() {
        String code = window.code();
        try (PageClient page = PageClient.open(world.ipc, code)) {
            assertRefused(code, CloseReason.CODE_USED);
            assertThat(page.call("Slow.echo", "unharmed")).isEqualTo("unharmed");
        }
    }

    @Test
    void refusesACodeAfterAMinute() {
        String code = window.code();

        world.time.advance(Duration.ofSeconds(60));

        assertRefused(code, CloseReason.CODE_REFUSED);
    }

    @Test
    void opensTheWindowACodeWasMintedFor() {
        PageWindow other = world.ipc.open("other", Capabilities.none());

        try (PageClient page = PageClient.open(world.ipc, other.code())) {
            assertThat(other.session()).isPresent();
            assertThat(window.session()).isEmpty();
            assertThatThrownBy(() -> page.call("Slow.echo", "x")).hasMessage("Slow.echo is not available");
        }
    }

    @Test
    void voidsTheOldestOfTooManyCodes() {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            codes.add(window.code());
        }

        assertRefused(codes.get(0), CloseReason.CODE_REFUSED);
        PageClient page = PageClient.open(world.ipc, codes.get(1));
        for (int i = 0; i < 20; i++) {
            window.code();
        }
        page.reload().close();
    }

    @Test
    void isReplacedByAReloadWithTheNextCode() {
        PageClient first = PageClient.open(world.ipc, window);
        PageSession old = window.session().orElseThrow();
        CompletableFuture<Object> call = first.callAsync("Slow.block");
        World.await(slow.begun);

        try (PageClient second = PageClient.open(world.ipc, first.next())) {
            assertThat(second.generation()).isEqualTo(2);
            World.await(slow.interrupted);
            World.eventually(() -> first.closeReason().isPresent());
            assertThat(first.closeReason()).contains(CloseReason.REPLACED);
            assertThat(old.isEnded()).isTrue();
            assertThatThrownBy(call::join).hasRootCauseInstanceOf(CallException.class);
        }
        first.close();
    }

    @Test
    void keepsTheNextCodeAsLongAsItsSessionLives() {
        PageClient page = PageClient.open(world.ipc, window);

        world.time.advance(Duration.ofHours(5));

        try (PageClient reloaded = page.reload()) {
            assertThat(reloaded.generation()).isEqualTo(2);
        }
    }

    @Test
    void letsTheNextCodeGrowOldOnceItsSessionHasEnded() {
        PageClient page = PageClient.open(world.ipc, window);
        window.session().orElseThrow().end();

        world.time.advance(Duration.ofSeconds(60));

        assertRefused(page.next(), CloseReason.CODE_REFUSED);
        page.close();
    }

    @Test
    void resumesWithoutLossOverANewTransport() {
        List<Object> heard = new CopyOnWriteArrayList<>();
        try (PageClient page = PageClient.open(world.ipc, window)) {
            page.on("clock.tick", event -> heard.add(event.payload()));
            CompletableFuture<Object> call = page.callAsync("Slow.block");
            World.await(slow.begun);
            page.disconnect();
            World.eventually(() -> !window.session().orElseThrow().isConnected());
            for (int i = 0; i < 100; i++) {
                world.bus.publish(TICK, i);
            }
            World.eventually(() -> window.session().orElseThrow().account().waiting() == 100);
            slow.release.countDown();

            world.time.advance(Duration.ofSeconds(9));
            page.reconnect();

            World.eventually(() -> heard.size() == 100);
            assertThat(heard).isSorted().doesNotHaveDuplicates();
            assertThat(call.join()).isEqualTo("released");
            assertThat(page.missed()).isZero();
            assertThat(page.generation()).isEqualTo(1);
        }
    }

    @Test
    void sendsAgainWhatTheLostTransportMayNotHaveBrought() {
        try (PageClient page = PageClient.open(world.ipc, window)) {
            Outbound outbound = ((LiveSession) window.session().orElseThrow()).outbound();
            List<String> first = new ArrayList<>();
            List<String> second = new ArrayList<>();
            assertThat(page.call("Slow.echo", "x")).isEqualTo("x");
            Recorder lossy = new Recorder(first);
            assertThat(outbound.attach(lossy, 1)).isTrue();
            outbound.offerEvent(EncodedFrame.text("[10,\"a\",1]".getBytes(UTF_8)));
            outbound.drain(lossy);
            outbound.offerEvent(EncodedFrame.text("[10,\"a\",2]".getBytes(UTF_8)));
            outbound.drain(lossy);
            outbound.offerEvent(EncodedFrame.text("[10,\"a\",3]".getBytes(UTF_8)));

            Recorder healthy = new Recorder(second);
            assertThat(outbound.attach(healthy, 2)).isTrue();
            outbound.drain(healthy);

            assertThat(first).containsExactly("[10,\"a\",1]", "[10,\"a\",2]");
            assertThat(second).containsExactly("[10,\"a\",2]", "[10,\"a\",3]");
        }
    }

    @Test
    void losesNothingHoweverOftenItsConnectionIsLost() throws Exception {
        List<Object> heard = new CopyOnWriteArrayList<>();
        try (PageClient page = PageClient.open(world.ipc, window)) {
            page.on("clock.tick", event -> heard.add(event.payload()));
            Thread publisher = new Thread(() -> {
                for (int i = 0; i < 5000; i++) {
                    int published = i;
                    World.eventually(() -> published - heard.size() < 500);
                    world.bus.publish(TICK, i);
                }
            });
            publisher.start();
            for (int i = 0; heard.size() < 5000; i++) {
                if (i % 2 == 0) {
                    page.disconnect();
                }
                page.reconnect();
            }
            publisher.join(10_000);

            assertThat(heard)
                    .isEqualTo(java.util.stream.IntStream.range(0, 5000).boxed().toList());
            assertThat(page.missed()).isZero();
            assertThat(window.session().orElseThrow().isConnected()).isTrue();
            assertThat(page.generation()).isEqualTo(1);
        }
    }

    /** The client sends nothing over a new connection before its hello, whoever sends meanwhile. */
    @Test
    void isResumedThoughItsPageIsSendingMeanwhile() throws Exception {
        try (PageClient page = PageClient.open(world.ipc, window)) {
            AtomicBoolean done = new AtomicBoolean();
            Thread sending = new Thread(() -> {
                while (!done.get()) {
                    page.send("[18]");
                }
            });
            sending.start();
            try {
                for (int i = 0; i < 500; i++) {
                    page.reconnect();
                }
            } finally {
                done.set(true);
                sending.join(30_000);
            }

            assertThat(page.call("Slow.echo", "served")).isEqualTo("served");
        }
    }

    @Test
    void tellsOfTheGapBeyondTheBoundOfItsQueue() {
        List<Object> heard = new CopyOnWriteArrayList<>();
        try (PageClient page = PageClient.open(world.ipc, window)) {
            page.on("clock.tick", event -> heard.add(event.payload()));
            page.disconnect();
            World.eventually(() -> !window.session().orElseThrow().isConnected());
            for (int i = 0; i < 1500; i++) {
                world.bus.publish(TICK, i);
            }
            PageSession session = window.session().orElseThrow();
            World.eventually(() -> session.account().offered() == 1500);
            assertThat(session.account().waiting()).isEqualTo(1024);

            page.reconnect();

            World.eventually(() -> heard.size() == 1024);
            assertThat(heard).startsWith(476).endsWith(1499).isSorted();
            assertThat(page.missed()).isEqualTo(476);
            assertThat(session.account().dropped()).isEqualTo(476);
            assertThat(session.account().sent()).isEqualTo(1024);
        }
    }

    @Test
    void endsWhenItsPageStaysAwayForTenSeconds() {
        PageClient page = PageClient.open(world.ipc, window);
        PageSession session = window.session().orElseThrow();
        CompletableFuture<Object> call = page.callAsync("Slow.block");
        World.await(slow.begun);
        page.disconnect();
        World.eventually(() -> !session.isConnected());

        world.time.advance(Duration.ofSeconds(10));

        World.await(slow.interrupted);
        assertThat(session.isEnded()).isTrue();
        assertThat(window.session()).isEmpty();
        assertThat(call).isNotDone();
        assertThatThrownBy(page::reconnect).hasFieldOrPropertyWithValue("kind", "session_ended");
        page.close();
    }

    @Test
    void isFoundByItsTokenWhileItLives() {
        PageClient page = PageClient.open(world.ipc, window);

        assertThat(world.ipc.byToken(page.token())).isEqualTo(window.session());
        assertThat(world.ipc.byToken(page.token() + "x")).isEmpty();
        assertThat(world.ipc.byToken("")).isEmpty();
        window.close();
        assertThat(world.ipc.byToken(page.token())).isEmpty();
        page.close();
    }

    @Test
    void printsNoSecret() {
        PageClient page = PageClient.open(world.ipc, window);

        assertThat(window.session().orElseThrow().toString()).isEqualTo("session 1 of window \"main\"");
        assertThat(new Hello(1, "code", "key", "token", 0).toString()).isEqualTo("hello of version 1");
        assertThat(Secret.mint().toString()).isEqualTo("secret");
        page.close();
    }

    @Test
    void refusesWhatIsNoHello() {
        for (String first : List.of(
                "",
                "{}",
                "[]",
                "[0]",
                "[0,1]",
                "[0,1,null]",
                "[1,1,\"x\"]",
                "[0,1,\"x\"]]",
                "[0,1,\"\",\"t\"]",
                "[0,1,\"x\",\"\"]",
                "[0,1,\"x\",1]",
                "[0,1,\"x\",\"k\",1]",
                "[0,1,\"x\",\"" + "k".repeat(65) + "\"]",
                "[2,1,\"Slow.echo\",\"x\"]",
                "[0,1,\"" + "x".repeat(4096) + "\"]")) {
            assertClosed(first, CloseReason.PROTOCOL);
        }
        assertClosed("[0,2,\"" + window.code() + "\"]", CloseReason.VERSION);
        assertThat(window.session()).isEmpty();
    }

    @Test
    void refusesAHelloThatComesLate() {
        Recorder recorder = new Recorder(new ArrayList<>());
        var link = world.ipc.connect(recorder);

        world.time.advance(Duration.ofSeconds(2));

        assertThat(recorder.reason).isEqualTo(CloseReason.HELLO_TIMEOUT);
        byte[] hello = ("[0,1,\"" + window.code() + "\"]").getBytes(UTF_8);
        link.receive(hello, 0, hello.length);
        assertThat(window.session()).isEmpty();
    }

    @Test
    void letsSixteenStrangersWaitAndNoMore() {
        for (int i = 0; i < 16; i++) {
            world.ipc.connect(new Recorder(new ArrayList<>()));
        }
        Recorder seventeenth = new Recorder(new ArrayList<>());
        world.ipc.connect(seventeenth);
        assertThat(seventeenth.reason).isEqualTo(CloseReason.OVERLOADED);

        world.time.advance(Duration.ofSeconds(2));

        PageClient.open(world.ipc, window).close();
    }

    @Test
    void endsASessionWhosePageLeavesTooManyAnswersUnread() {
        try (PageClient page = PageClient.open(world.ipc, window)) {
            page.pause();
            for (int i = 1; i <= 1100; i++) {
                page.send("[11," + i + ",\"clock.tick\"]");
            }

            World.eventually(() -> page.closeReason().isPresent());
            assertThat(page.closeReason()).contains(CloseReason.OVERLOADED);
        }
    }

    @Test
    void endsASessionThatSendsWhatIsNoText() {
        Recorder recorder = new Recorder(new ArrayList<>());
        var link = world.ipc.connect(recorder);
        byte[] hello = ("[0,1,\"" + window.code() + "\"]").getBytes(UTF_8);
        link.receive(hello, 0, hello.length);

        link.receive(new byte[] {'[', '"', (byte) 0xc0, (byte) 0xaf, '"', ']'}, 0, 6);

        assertThat(recorder.reason).isEqualTo(CloseReason.NOT_UTF8);
        assertThat(window.session()).isEmpty();
    }

    @Test
    void answersAMessageItCannotReadByItsNumber() {
        List<String> sent = new ArrayList<>();
        Recorder recorder = new Recorder(sent);
        var link = world.ipc.connect(recorder);
        for (String message : List.of(
                "[0,1,\"" + window.code() + "\"]",
                "[13]",
                "[2,1,\"Slow.echo\",",
                "[2,2,\"Slow.echo\",\"a\"] []",
                "[2,3,\"Slow.echo\"," + "[".repeat(70) + "]".repeat(70) + "]",
                "[2,4,\"Slow.echo\"," + "1".repeat(101) + "]",
                "[2,5,\"Slow.person\",{\"name\":\"a\",\"name\":\"b\"}]")) {
            byte[] bytes = message.getBytes(UTF_8);
            link.receive(bytes, 0, bytes.length);
        }
        World.eventually(() -> window.session().orElseThrow().account().inFlight() == 0);

        link.drain();

        String all = String.join("\n", sent);
        for (int number = 2; number <= 6; number++) {
            assertThat(all).containsPattern("\\[4,0,\"bad_frame\",\"message: [^\\]]*\"," + number + "\\]");
        }
        assertThat(all).contains("Duplicate field 'name'").doesNotContain("StreamReadConstraints");
    }

    @Test
    void publishesItsLife() {
        List<Change> changes = new CopyOnWriteArrayList<>();
        world.bus.on(PageState.TYPE, state -> changes.add(state.change()));
        PageClient page = PageClient.open(world.ipc, window);
        World.eventually(() -> changes.contains(Change.READY));
        page.disconnect();
        World.eventually(() -> changes.contains(Change.LOST));
        page.reconnect();
        World.eventually(() -> changes.contains(Change.RESUMED));

        window.close();

        World.eventually(() -> changes.contains(Change.ENDED));
        assertThat(changes).containsExactly(Change.OPENED, Change.READY, Change.LOST, Change.RESUMED, Change.ENDED);
        page.close();
    }

    @Test
    void leavesNothingBehind() {
        PageClient page = PageClient.open(world.ipc, window);
        page.call("Slow.echo", "x");
        page.close();
        world.ipc.close();
        world.bus.close();

        World.eventually(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("gyre-call")
                        || thread.getName().startsWith("gyre-ipc")));
        assertThat(world.ipc.windows()).isEmpty();
        assertThatThrownBy(() -> world.ipc.open("late", Capabilities.none())).hasMessage("ipc is closed");
    }

    private void assertRefused(String code, CloseReason reason) {
        assertThatThrownBy(() -> PageClient.open(world.ipc, code))
                .isInstanceOf(CallException.class)
                .hasFieldOrPropertyWithValue("kind", reason.text());
    }

    private void assertClosed(String first, CloseReason reason) {
        Recorder recorder = new Recorder(new ArrayList<>());
        byte[] bytes = first.getBytes(UTF_8);
        world.ipc.connect(recorder).receive(bytes, 0, bytes.length);
        assertThat(recorder.reason).as(first).isEqualTo(reason);
        assertThat(recorder.sent).isEmpty();
    }

    @Test
    void readsOnAfterAMessageThatAnErrorCutShort() {
        Recorder recorder = new Recorder(new ArrayList<>());
        PageLink link = world.ipc.connect(recorder);
        receive(link, "[0,1,\"" + window.code() + "\"]");

        assertThatThrownBy(() -> receive(link, "[16,[2,1,\"Slow.rude\",[\"x\"]],[2,2,\"Slow.echo\",1]]"))
                .isInstanceOf(LinkageError.class);
        receive(link, "[2,3,\"Slow.echo\",\"served\"]");

        World.eventually(() -> {
            link.drain();
            return recorder.sent.contains("[3,3,\"served\"]");
        });
    }

    private static void receive(PageLink link, String message) {
        byte[] bytes = message.getBytes(UTF_8);
        link.receive(bytes, 0, bytes.length);
    }

    record Person(String name) {}

    /** A type of the application whose reader cannot be loaded. */
    @JsonDeserialize(using = Rude.Reader.class)
    static final class Rude {

        static final class Reader extends StdDeserializer<Rude> {

            private static final long serialVersionUID = 1L;

            Reader() {
                super(Rude.class);
            }

            @Override
            public Rude deserialize(JsonParser parser, DeserializationContext context) {
                throw new NoClassDefFoundError("of the application");
            }
        }
    }

    static final class Slow {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);

        @Binding
        Object echo(Object value) {
            return value;
        }

        @Binding
        Person person(Person person) {
            return person;
        }

        @Binding
        void rude(Rude rude) {}

        @Binding
        String block() {
            begun.countDown();
            try {
                release.await();
                return "released";
            } catch (InterruptedException e) {
                interrupted.countDown();
                return "interrupted";
            }
        }
    }
}
