package dev.gyre.window.kit;

import static dev.gyre.ipc.Capabilities.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gyre.window.ScreensChanged;
import dev.gyre.window.Window;
import dev.gyre.window.WindowChanged;
import dev.gyre.window.spi.Screen;
import dev.gyre.window.spi.WindowTrait;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Part of {@link BackendKit}: how windows look and stand, and what their pages and screens are like. */
abstract class TraitKit extends AssetKit {

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

    TraitKit() {}

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
