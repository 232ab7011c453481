package dev.gyre.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.ToolkitWindow;
import dev.gyre.window.spi.ToolkitWindows;
import dev.gyre.window.spi.WindowChange;
import dev.gyre.window.spi.WindowTrait;
import dev.gyre.window.spi.WindowTrait.OnTop;
import dev.gyre.window.spi.WindowTrait.Zoom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** Windows of a toolkit whose thread runs when a test has it run. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ToolkitWindowsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Queue<Runnable> thread = new ConcurrentLinkedQueue<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final List<List<WindowChange>> settling = new ArrayList<>();
    private final Application app = Application.create(options -> options.backend(new Toolkit()));

    @BeforeEach
    void start() {
        app.start();
    }

    @AfterEach
    void close() {
        app.close();
    }

    private void runThread() {
        for (Runnable next = thread.poll(); next != null; next = thread.poll()) {
            next.run();
        }
    }

    private Window open(String name) {
        return app.open(name, options -> options.title(name).traits(new Zoom(2), new OnTop(true)));
    }

    @Test
    void whatATurnMakesIsShownAtItsEndAndLoadsAfterAllOfIt() {
        open("first");
        open("second");

        runThread();

        assertThat(done)
                .containsExactly(
                        "first is made",
                        "second is made",
                        "first has zoom 2.0",
                        "first is seen",
                        "first is on top",
                        "first tells",
                        "second has zoom 2.0",
                        "second is seen",
                        "second is on top",
                        "second tells",
                        "first loads",
                        "second loads");
    }

    @Test
    void whatItIsToldBeforeItIsShownCountsAsItIs() {
        Window window = open("first");
        Mono<Void> change = window.change(new Zoom(3), new OnTop(false));

        runThread();

        assertThat(done)
                .containsExactly(
                        "first is made",
                        "first has zoom 3.0",
                        "first is seen",
                        "first is not on top",
                        "first tells",
                        "first loads");
        settling.get(0).forEach(WindowChange::done);
        change.block(PATIENCE);
    }

    @Test
    void oneThatIsClosedInItsTurnIsNeverSeen() {
        open("first").close();

        runThread();

        assertThat(done).containsExactly("first is made", "first closes");
    }

    @Test
    void oneThatCannotBeMadeOrShownIsClosedAndHoldsUpNoOther() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(2);
        app.events().on(WindowEvent.TYPE, event -> {
            if (event.change() == WindowEvent.Change.CLOSED) {
                closed.countDown();
            }
        });
        open("unmade");
        open("unseen");
        open("third");

        runThread();
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        runThread();

        assertThat(app.windows()).extracting(Window::name).containsExactly("third");
        assertThat(done)
                .contains("unseen closes", "third is seen", "third loads")
                .doesNotContain("unseen loads");
    }

    @Test
    void whatATurnChangesIsWaitedForTogether() {
        Window first = open("first");
        Window second = open("second");
        runThread();

        Mono<Void> one = first.change(new Zoom(3));
        app.change(Map.of(second, List.of(new Zoom(4)))).subscribe();
        runThread();

        assertThat(done).endsWith("first has zoom 3.0", "second has zoom 4.0");
        assertThat(settling).hasSize(1);
        assertThat(settling.get(0)).extracting(change -> change.window().name()).containsExactly("first", "second");
        settling.get(0).forEach(WindowChange::done);
        one.block(PATIENCE);
    }

    @Test
    void whatIsAskedOfOneThatClosesMeanwhileFails() {
        Window window = open("first");
        runThread();

        window.close();
        CompletionStage<byte[]> picture = ((Toolkit) app.backend()).screenshot(window.view());
        WindowChange change = new WindowChange(window.view(), List.of(new Zoom(3)));
        app.backend().change(List.of(change));
        runThread();

        assertThatThrownBy(() -> change.outcome().join()).hasRootCauseMessage("window \"first\" is closed");
        assertThatThrownBy(() -> picture.toCompletableFuture().join())
                .hasRootCauseMessage("window \"first\" is closed");
    }

    private final class Toolkit extends TestBackend {

        private final ToolkitWindows<Painted> windows = new ToolkitWindows<>(thread::add, settling::add);

        @Override
        public void open(BackendWindow opened) {
            BackendHost application = host;
            windows.open(opened, application, () -> new Painted(opened, application));
        }

        @Override
        public void change(List<WindowChange> changes) {
            windows.change(changes);
        }

        @Override
        public CompletionStage<byte[]> screenshot(BackendWindow of) {
            return windows.ask(of, painted -> CompletableFuture.completedFuture(new byte[0]));
        }

        @Override
        public void close(BackendWindow closed) {
            windows.close(closed);
        }
    }

    private final class Painted extends ToolkitWindow {

        private final String name;

        Painted(BackendWindow window, BackendHost host) {
            super(window, host, Set.of(Zoom.class, OnTop.class));
            name = window.name();
            failIf("unmade");
            done.add(name + " is made");
        }

        private void failIf(String broken) {
            if (name.equals(broken)) {
                throw new IllegalStateException("a fault of the toolkit, which the log is expected to show");
            }
        }

        @Override
        protected void reveal() {
            failIf("unseen");
            done.add(name + " is seen");
        }

        @Override
        protected void load() {
            done.add(name + " loads");
        }

        @Override
        protected void apply(WindowTrait trait) {
            if (trait instanceof Zoom zoom) {
                done.add(name + " has zoom " + zoom.factor());
            } else if (trait instanceof OnTop top) {
                done.add(name + (top.wanted() ? " is on top" : " is not on top"));
            } else {
                throw new UnsupportedOperationException(trait.toString());
            }
        }

        @Override
        protected void tellAll() {
            done.add(name + " tells");
        }

        @Override
        protected void close() {
            done.add(name + " closes");
        }
    }
}
