package dev.gyre.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.event.Verdict;
import dev.gyre.window.spi.WindowTrait;
import dev.gyre.window.spi.WindowTrait.Mode;
import dev.gyre.window.spi.WindowTrait.OnTop;
import dev.gyre.window.spi.WindowTrait.Position;
import dev.gyre.window.spi.WindowTrait.Size;
import dev.gyre.window.spi.WindowTrait.State;
import dev.gyre.window.spi.WindowTrait.Title;
import dev.gyre.window.spi.WindowTrait.Zoom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What a window is like, how it is changed, and who has a say in its end. */
class WindowTraitTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Application app = Application.create(options -> options.backend(InMemoryBackend.create())
            .window("main", window -> window.title("Main").traits(new Position(10, 20), new OnTop(true)))
            .window("other", window -> window.closeDeadline(Duration.ofMillis(200))));

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void isAsItWasWishedAndAsItWasChanged() {
        Window main = app.start().window("main").orElseThrow();

        assertThat(main.trait(Size.class)).contains(new Size(1024, 768));
        assertThat(main.trait(Position.class)).contains(new Position(10, 20));
        assertThat(main.trait(OnTop.class)).contains(new OnTop(true));
        assertThat(main.trait(Mode.class)).isEmpty();

        main.change(new Title("Changed"), new Mode(State.MAXIMISED)).block(PATIENCE);

        assertThat(main.title()).isEqualTo("Changed");
        assertThat(main.trait(Mode.class)).contains(new Mode(State.MAXIMISED));
    }

    @Test
    void tellsWhatHasChangedAndNothingTwice() throws InterruptedException {
        BlockingQueue<WindowChanged> told = new LinkedBlockingQueue<>();
        Window main = app.start().window("main").orElseThrow();
        app.events().on(WindowChanged.TYPE, event -> {
            if (event.now() instanceof Zoom) {
                told.add(event);
            }
        });

        main.change(new Zoom(2), new Zoom(2)).block(PATIENCE);
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(new WindowChanged("main", main.id(), new Zoom(2)));

        main.change(new Zoom(3)).block(PATIENCE);
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(new WindowChanged("main", main.id(), new Zoom(3)));
    }

    @Test
    void aFloodOfChangesKeepsTheNewestWhileAHookHoldsThemUp() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        BlockingQueue<Position> told = new LinkedBlockingQueue<>();
        Window other = app.start().window("other").orElseThrow();
        app.events().hook(WindowChanged.TYPE, event -> {
            held.countDown();
            awaitUninterruptibly(go);
            return Verdict.PASS;
        });
        app.events().on(WindowChanged.TYPE, event -> {
            if (event.now() instanceof Position position && event.window().equals("other")) {
                told.add(position);
            }
        });

        other.change(new Zoom(2)).block(PATIENCE);
        assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
        for (int x = 1; x <= 100_000; x++) {
            other.change(new Position(x, 0)).block(PATIENCE);
        }
        go.countDown();

        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(new Position(100_000, 0));
        assertThat(other.trait(Position.class)).contains(new Position(100_000, 0));
    }

    @Test
    void aFloodOfMovesIsToldOnceAFrameAndItsNewestAtTheEnd() throws InterruptedException {
        BlockingQueue<Position> told = new LinkedBlockingQueue<>();
        Window main = app.start().window("main").orElseThrow();
        app.events().on(WindowChanged.TYPE, event -> {
            if (event.now() instanceof Position position && position.y() == 0) { // not that of its opening
                told.add(position);
            }
        });

        long begun = System.nanoTime();
        for (int x = 1; x <= 20_000; x++) {
            main.change(new Position(x, 0)).block(PATIENCE);
        }
        List<Position> all = new ArrayList<>();
        while (!all.contains(new Position(20_000, 0))) {
            Position next = told.poll(20, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            all.add(next);
        }
        long frames = (System.nanoTime() - begun) / 16_000_000;

        assertThat(all).hasSizeLessThanOrEqualTo((int) frames + 2);
        assertThat(all).isSortedAccordingTo(Comparator.comparing(Position::x));
    }

    @Test
    void whatIsNoFloodIsToldAtOnceAndAfterWhatCameBefore() throws InterruptedException {
        BlockingQueue<WindowTrait> told = new LinkedBlockingQueue<>();
        Window main = app.start().window("main").orElseThrow();
        main.change(new Title("ready")).block(PATIENCE);
        app.events().on(WindowChanged.TYPE, event -> told.add(event.now()));

        main.change(new Position(1, 0)).block(PATIENCE);
        main.change(new Position(2, 0)).block(PATIENCE);
        main.change(new Size(3, 3), new OnTop(false)).block(PATIENCE);

        List<WindowTrait> all = new ArrayList<>();
        while (!all.contains(new OnTop(false))) {
            WindowTrait next = told.poll(20, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            all.add(next);
        }
        assertThat(all).endsWith(new Position(2, 0), new Size(3, 3), new OnTop(false));
    }

    @Test
    void aHookThatThinksTooLongHasNoSay() {
        CountDownLatch never = new CountDownLatch(1);
        app.events().hook(WindowEvent.TYPE, event -> {
            if (event.change() == WindowEvent.Change.CLOSING) {
                awaitUninterruptibly(never);
            }
            return Verdict.PASS;
        });
        Window other = app.start().window("other").orElseThrow();

        assertThat(other.askToClose().block(PATIENCE)).isTrue();

        assertThat(other.isClosed()).isTrue();
        never.countDown();
    }

    @Test
    void aHookThatHoldsUpTheEndOfAWindowHoldsUpNoDeadlineOfOthers() throws InterruptedException {
        CountDownLatch ends = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        Window other = app.start().window("other").orElseThrow();
        app.events().hook(WindowEvent.TYPE, event -> {
            if (event.change() == WindowEvent.Change.CLOSED) {
                ends.countDown();
            }
            awaitUninterruptibly(letGo);
            return Verdict.PASS;
        });

        Mono<Boolean> closed = other.askToClose();
        assertThat(ends.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.MILLISECONDS))
                .succeedsWithin(PATIENCE);
        letGo.countDown();
        assertThat(closed.block(PATIENCE)).isTrue();
    }

    @Test
    void aClosedWindowIsNotChanged() {
        Window other = app.start().window("other").orElseThrow();
        other.close();

        assertThatThrownBy(() -> other.change(new Zoom(2)).block(PATIENCE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("window \"other\" is closed");
        assertThat(other.askToClose().block(PATIENCE)).isTrue();
    }

    @Test
    void valuesAreChecked() {
        assertThatThrownBy(() -> new Size(0, 5)).hasMessage("width: 0 (expected: 1..32767)");
        assertThatThrownBy(() -> new Zoom(Double.NaN)).hasMessage("factor: NaN (expected: 0.1..10)");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
