package dev.gyre.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.event.EventType;
import dev.gyre.event.Verdict;
import dev.gyre.ipc.PageState.Change;
import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.PageLink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages with good codes of one window take over from each other, however close together they come. */
class TakeoverTest {

    private static final EventType<Integer> TICK = EventType.of("clock.tick", Integer.class);

    private final World world = World.of();
    private final PageWindow window = world.window(Capabilities.hears("clock.*"));
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void close() {
        threads.shutdownNow();
        world.close();
    }

    @Test
    void letsAPageTakeOverFromOneThatIsJustBeginning() {
        Page latest = new Page();
        Page beginning = new Page();
        // The first page is told to go while the second begins; right then the third presents its code.
        Page first = new Page(() -> onAnotherThread(latest::sayHello));
        first.sayHello();

        beginning.sayHello();

        assertThat(first.reason).isEqualTo(CloseReason.REPLACED);
        assertThat(beginning.reason).isEqualTo(CloseReason.REPLACED);
        assertThat(latest.reason).isNull();
        assertThat(latest.sent).hasSize(1).allMatch(welcome -> welcome.contains("\"generation\":3"));
        PageSession shown = window.session().orElseThrow();
        assertThat(shown.generation()).isEqualTo(3);
        assertThat(shown.isConnected()).isTrue();
    }

    @Test
    void welcomesEachOfTwoPagesAtTheSameInstantAndKeepsOne() throws Exception {
        for (int round = 0; round < 1000; round++) {
            Page one = new Page();
            Page other = new Page();

            bothAtOnce(one::sayHello, other::sayHello);

            assertThat(one.sent).as("round %s", round).hasSize(1);
            assertThat(other.sent).as("round %s", round).hasSize(1);
            PageSession shown = window.session().orElseThrow();
            assertThat(shown.isConnected()).isTrue();
            assertThat(shown.generation()).isEqualTo(2L * round + 2);
            Page kept = one.isWelcomedTo(shown) ? one : other;
            Page gone = kept == one ? other : one;
            assertThat(kept.isWelcomedTo(shown)).isTrue();
            assertThat(kept.reason).as("round %s", round).isNull();
            assertThat(gone.reason).as("round %s", round).isEqualTo(CloseReason.REPLACED);
        }
    }

    @Test
    void tellsOfNoEndBeforeTheBeginning() throws Exception {
        List<PageState> told = new CopyOnWriteArrayList<>();
        world.bus.hook(PageState.TYPE, state -> {
            told.add(state);
            return Verdict.PASS;
        });
        for (int round = 0; round < 300; round++) {
            bothAtOnce(new Page()::sayHello, new Page()::sayHello);
        }
        window.close();

        for (long session = 1; session <= 600; session++) {
            long id = session;
            assertThat(told.stream().filter(state -> state.session() == id).map(PageState::change))
                    .as("session %s", session)
                    .containsExactly(Change.OPENED, Change.ENDED);
        }
    }

    @Test
    void tellsTheEndThatCameWhileTheBeginningWasToldAfterIt() {
        List<Change> told = new CopyOnWriteArrayList<>();
        world.bus.hook(PageState.TYPE, state -> {
            told.add(state.change());
            if (state.change() == Change.OPENED && told.size() == 1) {
                onAnotherThread(() -> window.session().orElseThrow().end());
                told.add(Change.READY); // marks the place
            }
            return Verdict.PASS;
        });
        Page page = new Page();

        page.sayHello();

        assertThat(told).containsExactly(Change.OPENED, Change.READY, Change.ENDED);
        assertThat(page.reason).isEqualTo(CloseReason.CLOSED);
        assertThat(window.session()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"READY", "LOST"})
    void tellsTheEndThatCameWhileAnotherChangeWasToldAfterIt(Change other) {
        List<String> told = new CopyOnWriteArrayList<>();
        world.bus.hook(PageState.TYPE, state -> {
            told.add(state.change() + " begins");
            if (state.change() == other) {
                onAnotherThread(() -> window.session().orElseThrow().end());
            }
            told.add(state.change() + " ends");
            return Verdict.PASS;
        });
        RawPage page = RawPage.open(world.ipc, window);
        told.clear();

        if (other == Change.READY) {
            page.send("[13]");
        } else {
            page.leave();
        }

        assertThat(told).containsExactly(other + " begins", other + " ends", "ENDED begins", "ENDED ends");
    }

    @Test
    void keepsAPageThatCameJustAsTheWaitForItRanOut() {
        Page page = new Page();
        LiveSession session = window.live();
        page.sayHello();

        session.endIfWaiting();

        assertThat(session.isConnected()).isTrue();
        assertThat(page.reason).isNull();
    }

    @Test
    void keepsEarlyEventsForTheFirstOfTwoPages() throws Exception {
        Page one = new Page();
        Page other = new Page();
        world.bus.publish(TICK, 1);
        World.eventually(() -> window.live() != null && window.live().account().waiting() == 1);

        bothAtOnce(one::sayHello, other::sayHello);

        assertThat(one.welcome() + other.welcome()).contains("\"session\":1,").contains("\"session\":2,");
    }

    private void bothAtOnce(Runnable one, Runnable other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Future<?> first = threads.submit(() -> {
            start.await(World.PATIENCE_SECONDS, SECONDS);
            one.run();
            return null;
        });
        Future<?> second = threads.submit(() -> {
            start.await(World.PATIENCE_SECONDS, SECONDS);
            other.run();
            return null;
        });
        first.get(World.PATIENCE_SECONDS, SECONDS);
        second.get(World.PATIENCE_SECONDS, SECONDS);
    }

    /** Waits for it, so that a lock held by the caller would show. */
    private void onAnotherThread(Runnable task) {
        CompletableFuture.runAsync(task, threads)
                .orTimeout(World.PATIENCE_SECONDS, SECONDS)
                .join();
    }

    /** A page with a code of its own, and a thread of its own: whoever lets it say hello. */
    private final class Page extends Recorder {

        private final PageLink link = world.ipc.connect(this);
        private final String code;
        private final Runnable onClose;

        Page() {
            this(() -> {});
        }

        Page(Runnable onClose) {
            super(new CopyOnWriteArrayList<>());
            this.code = window.code();
            this.onClose = onClose;
        }

        void sayHello() {
            byte[] hello = ("[0,1,\"" + code + "\"]").getBytes(UTF_8);
            link.receive(hello, 0, hello.length);
        }

        String welcome() {
            return sent.get(0);
        }

        boolean isWelcomedTo(PageSession session) {
            return welcome().contains("\"session\":" + session.id() + ",");
        }

        @Override
        public void close(CloseReason why) {
            super.close(why);
            onClose.run();
        }
    }
}
