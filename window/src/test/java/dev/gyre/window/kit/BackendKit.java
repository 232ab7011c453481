package dev.gyre.window.kit;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gyre.event.Verdict;
import dev.gyre.ipc.PageSession;
import dev.gyre.window.ChangeException;
import dev.gyre.window.Window;
import dev.gyre.window.WindowEvent;
import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.WindowTrait;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

/**
 * What every backend promises. A backend's own tests extend this and say how its windows are come by; what it cannot do the
 * backend itself tells, by {@link Backend#traits()}.
 */
public abstract class BackendKit extends FaultKit {

    /** For subclasses. */
    protected BackendKit() {}

    // Windows

    /** A reload ends the session, whatever is under way, and its page begins another. */
    @ParameterizedTest
    @ValueSource(ints = {0, 500})
    public void aReloadMakesANewSession(int storm) throws InterruptedException {
        Window main = start();

        for (int load = 2; load <= 5; load++) {
            PageSession before = session(main);
            tell(main, "reload", storm);
            assertThat(next("main")).isEqualTo(new Said("loaded", load));
            assertThat(before.isEnded()).isTrue();
            assertThat(session(main).generation()).isEqualTo(load);
        }
        assertThat(result(main, "count", 10)).isEqualTo(55);
    }

    /** Whatever a page has under way ends with its window, and no session is left. */
    @ParameterizedTest
    @ValueSource(strings = {"call", "stream", "upload"})
    public void closingEndsWhatIsUnderWay(String what) throws InterruptedException {
        Window main = start();
        Window second = open("second");
        PageSession session = session(second);
        begin(second, what);

        second.close();

        awaitEnd();
        assertThat(session.isEnded()).isTrue();
        assertThat(second.session()).isEmpty();
        assertThat(app().windows()).containsExactly(main);
        assertThat(result(main, "count", 10)).isEqualTo(55);
    }

    /** A hook that vetoes keeps a window open, and its page never knows; without one it closes. */
    @Test
    public void closingMayBeVetoed() throws InterruptedException {
        AtomicBoolean isUnsaved = new AtomicBoolean(true);
        vetoClosingWhile(isUnsaved);
        start();
        Window second = open("second");

        assertThat(second.askToClose().block(PATIENCE)).isFalse();
        assertThat(second.isClosed()).isFalse();
        assertThat(result(second, "count", 10)).isEqualTo(55);

        isUnsaved.set(false);
        assertThat(second.askToClose().block(PATIENCE)).isTrue();
        assertThat(second.isClosed()).isTrue();
        assertThat(app().window("second")).isEmpty();
    }

    private void vetoClosingWhile(AtomicBoolean isUnsaved) {
        app().events()
                .hook(
                        WindowEvent.TYPE,
                        event -> event.change() == WindowEvent.Change.CLOSING && isUnsaved.get()
                                ? Verdict.veto("unsaved")
                                : Verdict.PASS);
    }

    /** What its user asks of a window is no business of the thread that shows it, and may be vetoed just so. */
    @Test
    public void aUserMayBeRefusedOffTheUiThread() throws InterruptedException {
        BlockingQueue<Boolean> askedOnUiThread = new LinkedBlockingQueue<>();
        app().events().hook(WindowEvent.TYPE, event -> {
            if (event.change() != WindowEvent.Change.CLOSING) {
                return Verdict.PASS;
            }
            askedOnUiThread.add(Schedulers.isNonBlockingThread(Thread.currentThread()));
            return Verdict.veto("unsaved");
        });
        Window main = start();
        assumeTrue(shownWindows() > 0, "there is no window to click at");

        clickClose(main);

        assertThat(askedOnUiThread.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isFalse();
        assertThat(result(main, "count", 10)).isEqualTo(55);
        assertThat(main.isClosed()).isFalse();
    }

    /** A hook that does not make up its mind keeps no window open. */
    @Test
    public void aHookThatThinksTooLongHasNoSay() throws InterruptedException {
        CountDownLatch thought = new CountDownLatch(1);
        app().events().hook(WindowEvent.TYPE, event -> {
            if (event.change() == WindowEvent.Change.CLOSING) {
                isDown(thought);
            }
            return Verdict.veto("it is too late for that");
        });
        Window main = start();
        Window second = app().open("second", window -> {
            options(window);
            window.closeDeadline(Duration.ofMillis(100));
        });

        assertThat(second.askToClose().block(PATIENCE)).isTrue();

        assertThat(second.isClosed()).isTrue();
        assertThat(result(main, "count", 10)).isEqualTo(55);
        thought.countDown();
    }

    /** What happens to one window does not happen to another. */
    @Test
    public void twoWindowsAreApart() throws InterruptedException {
        Window main = start();
        Window second = open("second");

        main.emit(Numbered.TICK, new Numbered(7));
        tell(main, "reload", 0);
        assertThat(next("main")).isEqualTo(new Said("loaded", 2));

        assertThat(session(second).generation()).isEqualTo(1);
        assertThat(result(second, "ticks", null))
                .isEqualTo(Map.of("heard", 0, "last", 0, "ordered", true, "missed", 0));
        second.close();
        assertThat(result(main, "count", 10)).isEqualTo(55);
    }

    /** A window that is closed before it is there leaves the others alone. */
    @Test
    public void windowsCloseAsSoonAsTheyAreOpened() throws InterruptedException {
        Window main = start();
        int shown = shownWindows();

        for (int number = 1; number <= 10; number++) {
            app().open("brief" + number, KitApplication::options).close();
        }

        assertThat(result(main, "count", 10)).isEqualTo(55);
        until(() -> shownWindows() == shown);
    }

    /** Windows are changed together, each as it is told; one that is closed keeps no other from it. */
    @Test
    public void severalWindowsAreChangedTogether() throws InterruptedException {
        Window main = start();
        Window second = open("second");
        Window gone = open("gone");
        gone.close();
        boolean isPossible = backendOfApp().traits().contains(WindowTrait.Title.class);

        assertThatThrownBy(() -> app().change(Map.of(
                                main, List.of(new WindowTrait.Title("1")),
                                second, List.of(new WindowTrait.Title("2")),
                                gone, List.of(new WindowTrait.Title("3"))))
                        .blockLast(PATIENCE))
                .isInstanceOfSatisfying(
                        ChangeException.class,
                        error -> assertThat(error.failures().keySet())
                                .isEqualTo(isPossible ? Set.of(gone) : Set.of(main, second, gone)));

        assertThat(main.title()).isEqualTo(isPossible ? "1" : "main");
        assertThat(second.title()).isEqualTo(isPossible ? "2" : "second");
        assertThat(gone.title()).isEqualTo("gone");
    }

    // Foreign pages

    /** A page of another origin in a frame sees nothing of the ways to Java. */
    @Test
    public void aForeignFrameSeesNothing() throws IOException, InterruptedException {
        assumeTrue(hasWebPages(), "there are no frames in memory");
        Window main = start();

        try (ForeignServer foreign = ForeignServer.start()) {
            assertThat(result(main, "frame", foreign.url())).isEqualTo(List.of());
        }
        assertThat(result(main, "count", 10)).isEqualTo(55);
    }

    /** A window of the backend's own shows no page of another origin. */
    @Test
    public void aForeignPageIsNotShown() throws IOException, InterruptedException {
        Window main = start();
        assumeTrue(shownWindows() > 0, "a browser goes where its user likes");
        PageSession session = session(main);

        BlockingQueue<PageNews> news = hearNews();

        try (ForeignServer foreign = ForeignServer.start()) {
            assertThat(result(main, "leave", foreign.url())).isNull();
            assertThat(news.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(new PageNews.Refused(foreign.url()));
            assertThat(result(main, "count", 10)).isEqualTo(55);
        }
        assertThat(session(main)).isSameAs(session);
    }

    // What a page does with its own window

    /** A page that is granted it asks for its window, changes it as far as the backend can, and hears of it. */
    @Test
    public void aPageOperatesItsOwnWindow() throws InterruptedException {
        Window main = start();
        Window second = open("second", calls("gyre.window.*"), hears("gyre.window.*"));
        boolean isPossible = backendOfApp().traits().contains(WindowTrait.Title.class);
        assertThat(result(second, "hear", "title")).isEqualTo(true);

        Map<?, ?> state = (Map<?, ?>) own(second, "state", null);
        assertThat(state.get("title")).isEqualTo("second");
        assertThat(state.keySet()).isEqualTo(namesOfTraits(second));
        Object changed = own(second, "change", Map.of("title", "Changed"));

        assertThat(second.title()).isEqualTo(isPossible ? "Changed" : "second");
        if (isPossible) {
            assertThat(changed).isNull();
            until(() -> heard(second).equals(List.of("Changed")));
        } else {
            assertThat(changed).asString().startsWith("unsupported: trait: Title[text=Changed] (expected: one of ");
        }
        assertThat(own(second, "change", Map.of("zoom", 1_000))).asString().startsWith("bad_argument: ");
        assertThat(main.title()).isEqualTo("main");
    }

    /** A page has its window stand in any way that the backend knows. */
    @Test
    public void aPageHasItsWindowStandAnyWay() throws InterruptedException {
        start();
        assumeTrue(backendOfApp().traits().contains(WindowTrait.Mode.class), "windows stand as their user likes");
        Window second = open("second", calls("gyre.window.*"));

        for (String operation : List.of("minimise", "maximise", "fullScreen", "restore", "focus")) {
            assertThat(own(second, operation, null)).as(operation).isNull();
        }

        assertThat(second.trait(WindowTrait.Mode.class)).contains(new WindowTrait.Mode(WindowTrait.State.NORMAL));
    }

    /** A page takes a picture of itself where the backend paints it, and opens no tools outside development. */
    @Test
    public void aPageTakesAPictureOfItself() throws InterruptedException {
        start();
        boolean isPainted = shownWindows() > 0;
        Window second = open("second", calls("gyre.window.*"));

        Object begin = result(second, "picture", null);

        if (isPainted) {
            assertThat(begin).isEqualTo("\u0089PNG\r\n");
        } else {
            assertThat(begin).asString().startsWith("unsupported: ");
        }
        assertThat(own(second, "openDevTools", null))
                .asString()
                .startsWith("unsupported: ")
                .endsWith("(expected: devMode())");
    }

    /** A page that asks its window to close is told if Java keeps it open; else it ends with it. */
    @Test
    public void aPageClosesItsOwnWindow() throws InterruptedException {
        AtomicBoolean isUnsaved = new AtomicBoolean(true);
        vetoClosingWhile(isUnsaved);
        start();
        Window second = open("second", calls("gyre.window.close"));

        assertThat(own(second, "close", null)).isEqualTo(false);
        isUnsaved.set(false);
        tell(second, "own", new Object[] {"close", null});

        until(() -> app().window("second").isEmpty());
    }

    /** Whatever else a page is granted, its window is not, unless it is named; and of it no more than that. */
    @Test
    public void aPageDoesNothingWithItsWindowThatItIsNotGranted() throws InterruptedException {
        start();
        Window second = open("second", calls("**"), hears("**"));
        Window third = open("third", calls("gyre.window.state"));

        assertThat(own(second, "state", null)).asString().startsWith("not_available: ");
        assertThat(own(second, "change", Map.of("title", "Changed"))).asString().startsWith("not_available: ");
        assertThat(own(second, "close", null)).asString().startsWith("not_available: ");
        assertThat(own(third, "close", null)).asString().startsWith("not_available: ");
        assertThat(own(third, "state", null)).isInstanceOf(Map.class);
        assertThat(second.title()).isEqualTo("second");
    }

    private List<?> heard(Window window) {
        try {
            return (List<?>) result(window, "heard", null);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The names of what a page is told of its window. */
    private static Set<String> namesOfTraits(Window window) {
        return window.traits().stream()
                .map(trait -> trait.getClass().getSimpleName())
                .map(name -> Character.toLowerCase(name.charAt(0)) + name.substring(1))
                .collect(Collectors.toSet());
    }
}
