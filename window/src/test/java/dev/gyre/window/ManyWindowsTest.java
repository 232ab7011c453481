package dev.gyre.window;

import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gyre.event.EventType;
import dev.gyre.event.Registration;
import dev.gyre.ipc.CallException;
import dev.gyre.ipc.PageClient;
import dev.gyre.ipc.PageSession;
import dev.gyre.ipc.Target;
import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.WindowChange;
import dev.gyre.window.spi.WindowTrait;
import dev.gyre.window.spi.WindowTrait.Frameless;
import dev.gyre.window.spi.WindowTrait.Position;
import dev.gyre.window.spi.WindowTrait.Title;
import dev.gyre.window.spi.WindowTrait.Zoom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What is done to many windows at once, and what many windows hear. */
class ManyWindowsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** What numbers of one publisher are apart from those of the next. */
    private static final int PUBLISHER = 1_000_000;

    private static final EventType<Integer> TICK = EventType.of("test.tick", Integer.class);

    private final UiBackend backend = new UiBackend();
    private final Application app =
            Application.create(options -> options.backend(backend).staysOpen());

    @AfterEach
    void close() {
        app.close();
    }

    private List<Window> open(int count) {
        app.events().register(TICK);
        app.start();
        return IntStream.range(0, count)
                .mapToObj(number -> app.open("window" + number, window -> window.allow(hears("test.*"))))
                .toList();
    }

    // Changes

    @Test
    void oneTurnOfTheUiThreadChangesThemAllEachAsItIsTold() {
        List<Window> windows = open(16);
        Map<Window, List<WindowTrait>> wishes = new LinkedHashMap<>();
        for (Window window : windows) {
            wishes.put(window, List.of(new Title("at " + window.id()), new Position((int) window.id(), 0)));
        }

        List<Window> changed = app.change(wishes).collectList().block(PATIENCE);

        assertThat(backend.turns).containsExactly(16);
        assertThat(changed).containsExactlyInAnyOrderElementsOf(windows);
        assertThat(windows).allSatisfy(window -> assertThat(window.traits()).containsAll(wishes.get(window)));
    }

    @Test
    void aChangeOfNoWindowIsDoneAtOnceAndTroublesNobody() {
        open(1);

        assertThat(app.change(List.of(), new Zoom(2)).collectList().block(PATIENCE))
                .isEmpty();

        assertThat(backend.turns).isEmpty();
    }

    @Test
    void thoseThatFailAreNamedAndTheOthersAreChanged() {
        List<Window> windows = open(5);
        windows.get(1).close();
        backend.broken = windows.get(2).name();
        Map<Window, List<WindowTrait>> wishes = new LinkedHashMap<>();
        windows.forEach(window -> wishes.put(window, List.of(new Zoom(2))));
        wishes.put(windows.get(3), List.of(new Frameless(true)));
        Outcome outcome = new Outcome(wishes);

        ChangeException error = outcome.error();

        assertThat(outcome.changed).containsExactlyInAnyOrder(windows.get(0), windows.get(4));
        assertThat(error.failures()).containsOnlyKeys(windows.get(1), windows.get(2), windows.get(3));
        assertThat(error.failures().get(windows.get(1))).hasMessage("window \"window1\" is closed");
        assertThat(error.failures().get(windows.get(2))).isSameAs(backend.fault);
        assertThat(error.failures().get(windows.get(3))).isInstanceOf(UnsupportedOperationException.class);
        assertThat(error)
                .hasMessageStartingWith("3 of 5 windows did not change: window \"window1\": ")
                .hasMessageContaining("; window \"window2\": java.lang.AssertionError: broken; window \"window3\": ");
    }

    @Test
    void aStuckWindowFailsAtItsDeadlineAndDelaysNoOther() throws InterruptedException {
        List<Window> windows = open(3);
        Window stuck = windows.get(1);
        backend.stuck = stuck.name();
        Outcome outcome = new Outcome(windows, new Zoom(2));

        List<Window> others = new ArrayList<>(List.of(outcome.next()));
        others.add(outcome.next());
        assertThat(others).containsExactlyInAnyOrder(windows.get(0), windows.get(2));
        assertThat(outcome.end).isNotDone();
        windows.get(0).change(new Zoom(3)).block(PATIENCE);

        assertThat(outcome.error().failures())
                .containsOnlyKeys(stuck)
                .allSatisfy((window, error) -> assertThat(error).isInstanceOf(TimeoutException.class));
        assertThat(windows.get(2).trait(Zoom.class)).contains(new Zoom(2));
    }

    @Test
    void whatIsTooLateForItsDeadlineDoesNotComeAboutAfterAll() {
        List<Window> windows = open(2);
        CountDownLatch turn = new CountDownLatch(1);
        backend.ui.execute(() -> awaitUninterruptibly(turn));
        Outcome outcome = new Outcome(windows, new Zoom(2));

        assertThat(outcome.error().failures()).containsOnlyKeys(windows);
        turn.countDown();
        windows.get(0).change(new Title("next")).block(PATIENCE);

        assertThat(windows).allMatch(window -> window.trait(Zoom.class).isEmpty());
    }

    @Test
    void whatIsTooMuchAtOnceIsRefusedUntilSomeOfItHasAnOutcome() {
        Window window = open(1).get(0);
        backend.stuck = window.name();
        List<Mono<Void>> underWay = Stream.generate(() -> window.change(new Zoom(2)))
                .limit(10_000)
                .map(change -> change.onErrorResume(TimeoutException.class, late -> Mono.empty()))
                .toList();

        Throwable refused = catchThrowable(() -> window.change(new Zoom(3)).block(PATIENCE));
        assertThat(refused)
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageStartingWith("asked of windows and not answered: 10000 ");
        assertThat(OwnWindow.explain(refused))
                .as("what a page learns of it")
                .isInstanceOfSatisfying(
                        CallException.class, told -> assertThat(told.kind()).isEqualTo(CallException.OVERLOADED))
                .hasMessage(refused.getMessage());
        assertThatThrownBy(() -> window.screenshot().block(PATIENCE)).isInstanceOf(RejectedExecutionException.class);

        underWay.forEach(change -> change.block(PATIENCE));
        backend.stuck = null;
        window.change(new Zoom(3)).block(PATIENCE);
        assertThat(window.trait(Zoom.class)).contains(new Zoom(3));
    }

    @Test
    void noOutcomeComesOnTheUiThread() throws InterruptedException {
        List<Window> windows = open(2);
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        CountDownLatch turn = new CountDownLatch(1);
        backend.ui.execute(() -> awaitUninterruptibly(turn)); // so that whoever subscribes is there before

        app.change(windows, new Zoom(2)).subscribe(window -> threads.add(Thread.currentThread()));
        windows.get(0).change(new Zoom(3)).subscribe(null, null, () -> threads.add(Thread.currentThread()));
        windows.get(0).change(new Frameless(true)).subscribe(null, refused -> threads.add(Thread.currentThread()));
        turn.countDown();

        for (int outcome = 0; outcome < 4; outcome++) {
            assertThat(threads.poll(20, TimeUnit.SECONDS)).isNotNull().isNotSameAs(backend.uiThread);
        }
    }

    // Groups

    @Test
    void windowsComeAndGoInGroups() {
        List<Window> windows = open(4);
        windows.get(0).join("editors");
        Registration left = windows.get(1).join("editors");
        windows.get(2).join("editors");
        windows.get(3).join("tools");

        left.close();
        windows.get(2).close();

        assertThat(app.windows("editors")).containsExactly(windows.get(0));
        assertThat(app.windows("nobody")).isEmpty();
    }

    // Events

    @Test
    void anEventIsEncodedOnceHoweverManyWindowsHearIt() throws InterruptedException {
        List<Page> pages = open(16).stream().map(this::page).toList();
        app.windows().stream().filter(window -> window.id() % 4 == 0).forEach(window -> window.join("fourths"));

        for (int tick = 1; tick <= 500; tick++) {
            app.events().publish(TICK, tick);
        }
        for (Page page : pages) {
            assertThat(page.take(500)).isEqualTo(numbers(500));
        }
        assertThat(app.ipc().encodedEvents()).isEqualTo(500);

        app.emit(TICK, 501, Target.group("fourths"));
        app.emit(TICK, 502, Target.all());
        for (Page page : pages) {
            boolean isOfTheGroup = page.window.id() % 4 == 0;
            assertThat(page.take(isOfTheGroup ? 2 : 1)).isEqualTo(isOfTheGroup ? List.of(501, 502) : List.of(502));
        }
        assertThat(app.ipc().encodedEvents()).isEqualTo(502);
    }

    @Test
    void aPageThatDoesNotReadLosesItsOwnEventsAlone() throws InterruptedException {
        List<Page> pages = new ArrayList<>(open(4).stream().map(this::page).toList());
        Page slow = pages.remove(2);
        slow.client.pause();
        int rounds = 20;
        int round = 500; // fewer than a queue holds

        for (int number = 0; number < rounds; number++) {
            for (int tick = 1; tick <= round; tick++) {
                app.events().publish(TICK, number * round + tick);
            }
            for (Page page : pages) {
                assertThat(page.take(round)).endsWith(number * round + round);
            }
        }

        for (Page page : pages) {
            assertThat(page.client.missed()).isZero();
            assertThat(page.session().account().dropped()).isZero();
        }
        long dropped = slow.session().account().dropped();
        assertThat(dropped).isPositive();
        slow.client.unpause();
        List<Integer> kept = slow.take(rounds * round - (int) dropped);
        assertThat(kept).isSortedAccordingTo(Comparator.naturalOrder()).endsWith(rounds * round);
        assertThat(slow.client.missed()).isEqualTo(dropped);
    }

    @Test
    void everyPageHearsEveryPublisherInOrderWhileWindowsComeGoAndChange() throws Exception {
        List<Page> pages = open(8).stream().map(this::page).toList();
        int publishers = 4;
        int round = 200; // of each publisher, together fewer than a queue holds
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(publishers + 1);
        try {
            Future<Integer> churn = threads.submit(() -> churn(isOver));
            for (int from = 0; from < 10 * round; from += round) {
                int first = from;
                List<Callable<Void>> work = IntStream.range(0, publishers)
                        .mapToObj(publisher -> (Callable<Void>) () -> publish(publisher * PUBLISHER + first, round))
                        .toList();
                for (Future<Void> published : threads.invokeAll(work)) {
                    published.get(20, TimeUnit.SECONDS);
                }
                for (Page page : pages) {
                    List<Integer> heard = page.take(publishers * round);
                    for (int publisher = 0; publisher < publishers; publisher++) {
                        int of = publisher;
                        assertThat(heard.stream()
                                        .filter(tick -> tick / PUBLISHER == of)
                                        .toList())
                                .isEqualTo(IntStream.range(0, round)
                                        .mapToObj(tick -> of * PUBLISHER + first + tick)
                                        .toList());
                    }
                }
            }
            isOver.set(true);
            assertThat(churn.get(20, TimeUnit.SECONDS)).isPositive();
        } finally {
            isOver.set(true);
            threads.shutdownNow();
        }

        assertThat(app.ipc().encodedEvents()).isEqualTo(10L * publishers * round);
        assertThat(pages).allMatch(page -> page.client.missed() == 0);
    }

    private @Nullable Void publish(int from, int count) {
        for (int tick = from; tick < from + count; tick++) {
            app.events().publish(TICK, tick);
        }
        return null;
    }

    /** Windows come, are changed with the others, hear a little, and go; how many. */
    private int churn(AtomicBoolean isOver) {
        int count = 0;
        while (!isOver.get()) {
            Window brief = app.open("brief", window -> window.allow(hears("test.*")));
            try (PageClient page = InMemoryPage.open(app, "brief")) {
                page.on("test.tick", event -> {});
                int zoom = 1 + ++count % 9;
                assertThat(app.change(app.windows(), new Zoom(zoom))
                                .collectList()
                                .block(PATIENCE))
                        .hasSize(9);
                assertThat(brief.trait(Zoom.class)).contains(new Zoom(zoom));
            }
            brief.close();
        }
        return count;
    }

    private static List<Integer> numbers(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    private Page page(Window window) {
        return new Page(window, InMemoryPage.open(app, window.name()));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A page that hears ticks. */
    private static final class Page {

        final Window window;
        final PageClient client;
        private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();

        Page(Window window, PageClient client) {
            this.window = window;
            this.client = client;
            client.on("test.tick", event -> heard.add((Integer) event.payload()));
        }

        PageSession session() {
            return window.session().orElseThrow();
        }

        List<Integer> take(int count) throws InterruptedException {
            List<Integer> taken = new ArrayList<>();
            while (taken.size() < count) {
                Integer next = heard.poll(20, TimeUnit.SECONDS);
                assertThat(next).as(() -> taken.size() + " of " + count).isNotNull();
                taken.add(next);
            }
            return taken;
        }
    }

    /** What comes of a change of several windows. */
    private final class Outcome {

        final BlockingQueue<Window> changed = new LinkedBlockingQueue<>();
        final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();

        Outcome(List<Window> windows, WindowTrait... wishes) {
            this(windows.stream().collect(Collectors.toMap(window -> window, window -> List.of(wishes))));
        }

        Outcome(Map<Window, List<WindowTrait>> wishes) {
            app.change(wishes).subscribe(changed::add, end::complete, () -> end.complete(null));
        }

        Window next() throws InterruptedException {
            Window next = changed.poll(20, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }

        ChangeException error() {
            return (ChangeException) end.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    /** Windows of a UI thread, of which one may be stuck and one broken. */
    private static final class UiBackend extends TestBackend {

        final AssertionError fault = new AssertionError("broken");
        final List<Integer> turns = new ArrayList<>();
        volatile @Nullable String stuck;
        volatile @Nullable String broken;
        volatile @Nullable Thread uiThread;
        final ExecutorService ui = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "test-ui");
            uiThread = made;
            return made;
        });
        private final InMemoryBackend windows = InMemoryBackend.create();

        @Override
        public void change(List<WindowChange> changes) {
            ui.execute(() -> {
                turns.add(changes.size());
                changes.forEach(this::change);
            });
        }

        private void change(WindowChange change) {
            String name = change.window().name();
            if (name.equals(broken)) {
                change.attempt(() -> {
                    throw fault;
                });
            }
            if (!name.equals(stuck)) {
                windows.change(List.of(change));
            }
        }

        @Override
        public Set<Class<? extends WindowTrait>> traits() {
            return windows.traits().stream()
                    .filter(kind -> kind != Frameless.class)
                    .collect(Collectors.toSet());
        }

        @Override
        public void start(BackendHost application) {
            windows.start(application);
        }

        @Override
        public void open(BackendWindow opened) {
            windows.open(opened);
        }

        @Override
        public void stop() {
            ui.shutdownNow();
        }
    }
}
