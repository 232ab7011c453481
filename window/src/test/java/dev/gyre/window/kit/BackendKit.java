package dev.gyre.window.kit;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gyre.event.Verdict;
import dev.gyre.ipc.PageSession;
import dev.gyre.window.ChangeException;
import dev.gyre.window.ScreensChanged;
import dev.gyre.window.Window;
import dev.gyre.window.WindowChanged;
import dev.gyre.window.WindowEvent;
import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.PageNews;
import dev.gyre.window.spi.Screen;
import dev.gyre.window.spi.WindowTrait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

/**
 * What every backend promises. A backend's own tests extend this and say how its windows are come by; what it cannot do the
 * backend itself tells, by {@link Backend#traits()}.
 */
public abstract class BackendKit extends FaultKit {

    private static final List<WindowTrait> TRAITS = List.of(
            new WindowTrait.Title("\uD83D\uDE00"),
            new WindowTrait.Position(30, 40),
            new WindowTrait.Size(500, 300),
            new WindowTrait.Minimum(200, 150),
            new WindowTrait.Maximum(900, 700),
            new WindowTrait.Resizable(false),
            new WindowTrait.Frameless(true),
            new WindowTrait.OnTop(true),
            new WindowTrait.Background(0x336699),
            new WindowTrait.Icon("/icon.png"),
            new WindowTrait.Zoom(1.5),
            new WindowTrait.Focus(true),
            new WindowTrait.Mode(WindowTrait.State.NORMAL),
            new WindowTrait.Visible(false));

    /** For subclasses. */
    protected BackendKit() {}

    // Calls, streams and events

    /** A page's call is answered with the record that Java gave. */
    @Test
    public void aPageCallsAndGetsATypedAnswer() throws InterruptedException {
        Window main = start();

        assertThat(call(main, "Answers.greet", "Ada")).isEqualTo(Map.of("text", "Hello, Ada", "length", 3));
    }

    /** What goes wrong in Java reaches the page as its kind and message, and no more. */
    @Test
    public void aPageGetsTypedErrors() throws InterruptedException {
        Window main = start();

        assertThat(result(main, "call", new Object[] {"Answers.pour", 1})).isEqualTo("out_of_tea: the pot is empty");
        assertThat(call(main, "Answers.fail")).asString().startsWith("failed: ").doesNotContainIgnoringCase("index");
        assertThat(call(main, "Answers.unknown")).asString().startsWith("not_available: ");
    }

    /** Events of one lane keep their order, into the page and out of it. */
    @Test
    public void eventsKeepTheirOrderBothWays() throws InterruptedException {
        List<Integer> notes = new CopyOnWriteArrayList<>();
        app().events().on(Numbered.NOTE, note -> notes.add(note.number()));
        Window main = start();

        publishTicks(500);

        assertThat(result(main, "ticks", null))
                .isEqualTo(Map.of("heard", 500, "last", 500, "ordered", true, "missed", 0));
        List<?> accepted = (List<?>) result(main, "notes", 500);
        assertThat(accepted).isNotEmpty();
        until(() -> notes.size() == accepted.size());
        assertThat(notes).isEqualTo(accepted);
    }

    /** Bytes arrive as they were, however many there are. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 200_000})
    public void bytesGoBothWays(int size) throws InterruptedException {
        Window main = start();

        assertThat(result(main, "bytes", size)).isEqualTo(true);
    }

    private static List<Named<String>> texts() {
        return List.of(
                Named.of("emoji", "\uD83D\uDE00"),
                Named.of("NUL", "a\0b"),
                Named.of("a lone surrogate", "\uD800"),
                Named.of("surrogates that make no pair", "\uDC00 \uD800 \uDC00\uD800"),
                Named.of("separators of lines", "\u2028\u2029"),
                Named.of("what is no character", "\uFEFF\uFFFF\uFFFE"),
                Named.of("controls", "\r\n\t\u007F\u0001"),
                Named.of("ends of quotes and scripts", "'\"\\`${1}</script><!--"),
                Named.of("nothing", ""));
    }

    /**
     * Any text arrives as it was, both ways, through events, calls, streams and uploads, and through errors, but for half a
     * surrogate pair, which becomes U+FFFD there.
     */
    @Test
    public void textArrivesAsItWas() throws InterruptedException {
        Window main = start();

        for (Named<String> each : texts()) {
            List<Integer> codes = codes(each.getPayload());
            Map<?, ?> came = (Map<?, ?>) result(main, "text", each.getPayload());
            assertThat(came.get("heard")).as(each.getName()).isEqualTo(codes);
            for (String way : List.of("called", "streamed", "uploaded")) {
                assertThat(codes(came.get(way))).as(each.getName() + ", " + way).isEqualTo(codes);
            }
            assertThat(came.get("failed")).as(each.getName() + ", failed").isEqualTo(wellFormed(each.getPayload()));
        }
    }

    /** What an error says is text that UTF-8 can carry. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
    }

    private static List<Integer> codes(Object text) {
        return ((String) text).chars().boxed().toList();
    }

    /** Many calls at once get each its own answer. */
    @Test
    public void manyCallsAtOnceGetEachItsOwnAnswer() throws InterruptedException {
        Window main = start();

        assertThat(result(main, "many", 2_000)).isEqualTo(true);
    }

    /** A page reads a stream of Java to its end. */
    @Test
    public void aStreamIsReadToItsEnd() throws InterruptedException {
        Window main = start();

        assertThat(result(main, "count", 5_000)).isEqualTo(12_502_500);
    }

    /** A page that leaves a stream cancels it in Java. */
    @Test
    public void aStreamThatIsLeftIsCancelled() throws InterruptedException {
        Window main = start();

        assertThat(result(main, "first", 3)).isEqualTo(List.of(1, 2, 3));
        awaitEnd();
    }

    /** Java reads an upload of the page. */
    @Test
    public void anUploadIsRead() throws InterruptedException {
        Window main = start();

        assertThat(result(main, "sum", 5_000)).isEqualTo(12_502_500);
    }

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

    private Object own(Window window, String operation, Object argument) throws InterruptedException {
        return result(window, "own", new Object[] {operation, argument});
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

    // Traits

    static List<WindowTrait> traits() {
        assertThat(TRAITS.stream().map(WindowTrait::getClass)).containsExactlyInAnyOrderElementsOf(WindowTrait.kinds());
        return TRAITS;
    }

    /** A trait that a backend names comes about and is told; any other fails, and the error says what would not. */
    @ParameterizedTest
    @MethodSource("traits")
    public void aTraitComesAboutOrIsRefusedClearly(WindowTrait trait) throws InterruptedException {
        Window main = start();

        if (backendOfApp().traits().contains(trait.getClass())) {
            main.change(trait).block(PATIENCE);
            Optional<WindowTrait> told = told(main, trait.getClass());
            assertThat(told).isPresent();
            if (hearsOf(trait)) {
                assertThat(told).contains(trait);
            }
        } else {
            assertThatThrownBy(() -> main.change(trait).block(PATIENCE))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageStartingWith("trait: " + trait + " (expected: one of [")
                    .hasMessageEndingWith("], which " + backendOfApp().name() + " can change)");
        }
        assertThat(result(main, "count", 10)).isEqualTo(55);
    }

    /** What a window is opened with comes about just so, and is told. */
    @Test
    public void aWindowOpensWithEachTraitThatTheBackendNames() throws InterruptedException {
        start();

        for (WindowTrait trait : TRAITS) {
            if (backendOfApp().traits().contains(trait.getClass())) {
                String name = trait.getClass().getSimpleName();
                Window wished = app().open(name, window -> {
                    options(window);
                    window.traits(trait);
                });
                until(() -> hearsOf(trait)
                        ? wished.traits().contains(trait)
                        : told(wished, trait.getClass()).isPresent());
                wished.close();
            }
        }
    }

    /** Several come about in one go. */
    @Test
    public void traitsComeAboutTogether() throws InterruptedException {
        Window main = start();
        List<WindowTrait> wishes = Stream.<WindowTrait>of(
                        new WindowTrait.Title("\uD83D\uDE00"),
                        new WindowTrait.Position(30, 40),
                        new WindowTrait.Size(500, 300),
                        new WindowTrait.Zoom(1.5))
                .filter(wish -> backendOfApp().traits().contains(wish.getClass()))
                .toList();

        main.change(wishes.toArray(WindowTrait[]::new)).block(PATIENCE);

        assertThat(main.traits()).containsAll(wishes);
    }

    private static Optional<WindowTrait> told(Window window, Class<? extends WindowTrait> kind) {
        return window.trait(kind).map(WindowTrait.class::cast);
    }

    // What pages and screens are like

    /** Every page tells what it is called, where it is, and whether it is to be light or dark, and needs no grant for it. */
    @Test
    public void aPageTellsWhatItIsLike() throws InterruptedException {
        Window main = start();
        until(() -> main.trait(WindowTrait.Theme.class).isPresent());

        result(main, "become", Map.of("title", "\uD83D\uDE00"));
        until(() -> main.traits().contains(new WindowTrait.PageTitle("\uD83D\uDE00")));
        result(main, "become", Map.of("path", "/other?x=1"));

        until(() -> main.traits()
                .containsAll(
                        List.of(new WindowTrait.PageTitle("\uD83D\uDE00"), new WindowTrait.Location("/other?x=1"))));
        assertThat(main.title()).isEqualTo("main");
    }

    /** A page that changes its title without end is told about once a frame, and the last one is never missed. */
    @Test
    public void aFloodOfTitlesIsBounded() throws InterruptedException {
        List<String> heard = new CopyOnWriteArrayList<>();
        Window main = start();
        app().events().on(WindowChanged.TYPE, event -> {
            if (event.now() instanceof WindowTrait.PageTitle title) {
                heard.add(title.text());
            }
        });

        long begun = System.nanoTime();
        result(main, "titles", 200); // JavaFX has a task in 16 ms
        until(() -> heard.contains("title 200"));
        long frames = (System.nanoTime() - begun) / 16_000_000;

        assertThat(heard).hasSizeLessThanOrEqualTo((int) frames + 2).endsWith("title 200");
    }

    /** What a page is like is its own: it cannot be wished for, neither from Java nor by a page. */
    @Test
    public void nobodyWishesWhatAPageIsLike() throws InterruptedException {
        start();
        Window second = open("second", calls("gyre.window.*"));
        WindowTrait theme = new WindowTrait.Theme(WindowTrait.Scheme.DARK);

        assertThatThrownBy(() -> second.change(theme).block(PATIENCE))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("trait: " + theme + " (expected: one of [");
        assertThat(own(second, "change", Map.of("theme", "dark"))).asString().startsWith("unsupported: trait: Theme");
    }

    /** A window that is out of sight is the same window when it is back. */
    @Test
    public void aHiddenWindowComesBack() throws InterruptedException {
        Window main = start();
        assumeTrue(backendOfApp().traits().contains(WindowTrait.Visible.class), "no window is hidden here");
        int shown = shownWindows();

        main.change(new WindowTrait.Visible(false)).block(PATIENCE);
        assertThat(result(main, "count", 10)).isEqualTo(55);
        main.change(new WindowTrait.Visible(true)).block(PATIENCE);

        assertThat(result(main, "count", 10)).isEqualTo(55);
        assertThat(shownWindows()).isEqualTo(shown);
        assertThat(main.trait(WindowTrait.Visible.class)).contains(new WindowTrait.Visible(true));
        assertThat(session(main).generation()).isEqualTo(1);
    }

    /** Java and a page that is granted it know the same screens, of which one is the first; or there are none. */
    @Test
    public void screensAreKnownOrThereAreNone() throws InterruptedException {
        List<ScreensChanged> heard = new CopyOnWriteArrayList<>();
        app().events().on(ScreensChanged.TYPE, heard::add);
        start();
        Window second = open("second", calls("gyre.window.screens"));

        List<Screen> screens = app().screens();

        assertThat((List<?>) own(second, "screens", null)).hasSameSizeAs(screens);
        if (screens.isEmpty()) {
            assertThat(heard).isEmpty();
        } else {
            until(() -> heard.equals(List.of(new ScreensChanged(screens))));
            assertThat(screens).filteredOn(Screen::isPrimary).hasSize(1);
            assertThat(screens).allMatch(screen -> screen.scale() >= 1);
            assertThat(screens)
                    .allMatch(screen -> screen.bounds().width() >= screen.work().width());
            assertThat(screens).allMatch(screen -> screen.work().width() > 0);
        }
        assertThat(result(second, "call", new Object[] {"gyre.window.state"}))
                .asString()
                .startsWith("not_available: ");
    }

    /** Tools for developers are for development. */
    @Test
    public void devToolsAreRefusedOutsideDevelopment() throws InterruptedException {
        Window main = start();

        assertThatThrownBy(() -> main.openDevTools().block(PATIENCE))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("dev tools: of " + backendOfApp().name())
                .hasMessageEndingWith(" (expected: devMode())");
    }
}
