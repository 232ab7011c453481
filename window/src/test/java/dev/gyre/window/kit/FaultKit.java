package dev.gyre.window.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gyre.assets.AssetRequest;
import dev.gyre.assets.Payload;
import dev.gyre.assets.RouteResponse;
import dev.gyre.event.EventType;
import dev.gyre.event.OnHookFailure;
import dev.gyre.ipc.PageAccount;
import dev.gyre.ipc.PageSession;
import dev.gyre.ipc.PageState;
import dev.gyre.window.Application;
import dev.gyre.window.ApplicationEvent;
import dev.gyre.window.ApplicationException;
import dev.gyre.window.PageEvent;
import dev.gyre.window.ScreensChanged;
import dev.gyre.window.Service;
import dev.gyre.window.Window;
import dev.gyre.window.WindowChanged;
import dev.gyre.window.WindowEvent;
import dev.gyre.window.spi.WindowTrait;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Part of {@link BackendKit}: faults harm nobody but their owner, and what is closed leaves nothing. */
abstract class FaultKit extends TraitKit {

    /** How long the thread of the UI is held, in nanoseconds. */
    private static final long HELD = Duration.ofSeconds(2).toNanos();

    /** Between two collections of garbage, in nanoseconds. */
    private static final long PAUSE = Duration.ofMillis(10).toNanos();

    FaultKit() {}

    // The thread of the UI

    /** While the thread of the UI is held, and the page's own, publishers go on; what is heard afterwards is in order. */
    @Test
    public void aBusyUiThreadDelaysNoPublisher() throws InterruptedException {
        Window main = start();
        tell(main, "busy", 2_000);
        // The page has it: in the queue of its session it would be among the first that are dropped.
        until(() -> session(main).account().sent() == 1);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch published = new CountDownLatch(1);
        CompletableFuture<Boolean> wasHeldToTheEnd = new CompletableFuture<>();
        onUiThread(() -> {
            long begun = System.nanoTime();
            held.countDown();
            boolean isDone = isDown(published);
            LockSupport.parkNanos(HELD - (System.nanoTime() - begun));
            wasHeldToTheEnd.complete(isDone);
        });
        await(held);

        long longest = publishTicks(100_000);
        published.countDown();

        assertThat(next(main.name())).isEqualTo(new Said("busy", true));
        Map<?, ?> ticks = (Map<?, ?>) result(main, "ticks", null);
        assertThat(ticks.get("ordered")).isEqualTo(true);
        assertThat(ticks.get("last")).isEqualTo(100_000);
        assertThat((Integer) ticks.get("heard") + (Integer) ticks.get("missed")).isEqualTo(100_000);
        assertThat(session(main).account().dropped()).isEqualTo(((Integer) ticks.get("missed")).longValue());
        assertThat(longest).isLessThan(HELD / 2);
        assertThat(wasHeldToTheEnd
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .isTrue();
    }

    /** A change that the thread of the UI does not come to fails in time, and the next one comes about. */
    @Test
    public void aStuckUiThreadFailsTheChangeAndHangsNobody() throws InterruptedException {
        Window main = start();
        assumeTrue(shownWindows() > 0, "there is no thread that changes windows");
        CountDownLatch release = new CountDownLatch(1);
        onUiThread(() -> isDown(release));

        assertThatThrownBy(() -> main.change(new WindowTrait.Zoom(2)).block(PATIENCE))
                .hasCauseInstanceOf(TimeoutException.class);
        release.countDown();

        main.change(new WindowTrait.Zoom(3)).block(PATIENCE);
        assertThat(main.trait(WindowTrait.Zoom.class)).contains(new WindowTrait.Zoom(3));
    }

    /** What a page and Java hold of each other outlives every collection of garbage. */
    @Test
    public void collectionsOfGarbageLoseNothing() throws InterruptedException {
        Window main = start();
        AtomicBoolean isOver = new AtomicBoolean();
        Thread collector = new Thread(
                () -> {
                    while (!isOver.get()) {
                        System.gc();
                        LockSupport.parkNanos(PAUSE); // the page is to get on, too
                    }
                },
                "test-gc");
        collector.start();
        try {
            for (int round = 1; round <= 5; round++) {
                assertThat(result(main, "many", 200)).isEqualTo(true);
                assertThat(result(main, "count", 1_000)).isEqualTo(500_500);
            }
        } finally {
            isOver.set(true);
        }
        collector.join(PATIENCE.toMillis());
    }

    // Faults of the application

    /** Handlers and hooks that throw are reported each time, stay, and harm nobody: who else listens hears everything. */
    @Test
    public void handlersThatThrowAreReportedAndHarmNobody() throws InterruptedException {
        Queue<String> reported = new ConcurrentLinkedQueue<>();
        with(options -> options.events(events -> events.onError(
                (event, source, error) -> reported.add(event.type().name() + ": " + error.getMessage()))));
        app().events().on(Numbered.NOTE, event -> {
            throw fault();
        });
        app().events().on(Numbered.TICK, event -> {
            throw fault();
        });
        app().events().on(WindowEvent.TYPE, event -> {
            throw fault();
        });
        app().events().on(WindowEvent.TYPE, Runnable::run, event -> {
            throw fault();
        });
        app().events().on(WindowChanged.TYPE, event -> {
            throw fault();
        });
        app().events().hook(Numbered.FAULTY, event -> {
            throw fault();
        });
        Queue<Object> heard = new ConcurrentLinkedQueue<>();
        app().events().on(Numbered.NOTE, note -> heard.add("note " + note.number()));
        app().events().on(Numbered.TICK, tick -> heard.add("tick " + tick.number()));
        app().events().on(WindowEvent.TYPE, event -> heard.add(event.window() + " " + event.change()));
        Window main = start();

        assertThat(result(main, "fault", null)).isEqualTo(true);
        publishTicks(2);
        assertThat(result(main, "notes", 2)).isEqualTo(List.of(1, 2));
        assertThat(result(main, "emit", Numbered.FAULTY.name())).isEqualTo(true);
        Window second = open("second");

        assertThat(result(main, "ticks", null)).isEqualTo(Map.of("heard", 2, "last", 2, "ordered", true, "missed", 0));
        assertThat(result(second, "count", 10)).isEqualTo(55);
        until(() ->
                heard.containsAll(List.of("tick 1", "tick 2", "note 1", "note 2", "second CREATED", "second READY")));
        for (String type : List.of(Numbered.TICK.name(), Numbered.NOTE.name())) {
            until(() -> Collections.frequency(reported, type + ": " + Answers.FAULT) == 2);
        }
        until(() -> reported.containsAll(List.of(
                Numbered.FAULTY.name() + ": " + Answers.FAULT,
                WindowEvent.TYPE.name() + ": " + Answers.FAULT,
                WindowChanged.TYPE.name() + ": " + Answers.FAULT)));
    }

    /** Bindings, sources of streams and consumers of uploads that throw fail their own call. */
    @Test
    public void bindingsThatThrowFailTheirCall() throws InterruptedException {
        Window main = start();

        assertThat(call(main, "Answers.fail")).asString().startsWith("failed: ");
        assertThat(result(main, "take", "Answers.breaks")).asString().startsWith("failed: ");
        assertThat(result(main, "take", "Answers.hasNoSource")).asString().startsWith("failed: ");
        assertThat(result(main, "give", "Answers.drops")).asString().startsWith("failed: ");

        assertThat(result(main, "count", 10)).isEqualTo(55);
        assertThat(result(main, "sum", 10)).isEqualTo(55);
        assertThat(session(main).account()).extracting(PageAccount::inFlight).isEqualTo(0);
    }

    /** Routes that throw, at once or later, fail their own request. */
    @Test
    public void routesThatThrowFailTheirRequest() throws InterruptedException {
        with(options -> options.route("/api/throws", request -> {
                    throw fault();
                })
                .route("/api/fails", request -> Mono.error(fault()))
                .route("/api/breaks", request -> Mono.just(RouteResponse.stream("text/plain", breaking()))));
        assumeTrue(hasAssets(), "there are no routes");
        Window main = start();

        for (String path : List.of("/api/throws", "/api/fails")) {
            Map<?, ?> answer = (Map<?, ?>) result(main, "fetch", path);
            assertThat(answer.get("status")).isEqualTo(500);
            assertThat(answer.get("text")).asString().doesNotContain(Answers.FAULT);
        }
        assertThat(result(main, "fetch", "/api/breaks")).isInstanceOf(String.class);

        assertThat(result(main, "fetch", "/api/hello")).isEqualTo(Map.of("status", 200, "text", "Hello"));
    }

    /** Payloads that throw fail their own request, which is told, and leave the others alone. */
    @Test
    public void payloadsThatThrowFailTheirRequest() throws InterruptedException {
        assumeTrue(hasAssets(), "there are no payloads");
        Queue<Integer> told = new ConcurrentLinkedQueue<>();
        app().events().on(AssetRequest.TYPE, answered -> told.add(answered.status()));
        Window main = start();
        Payload throwing = main.payload(request -> {
            throw fault();
        });
        Payload failing = main.payload(request -> Mono.error(fault()));
        Payload sound = main.payload(request -> Mono.just(RouteResponse.text("sound")));

        for (Payload each : List.of(throwing, failing)) {
            Map<?, ?> answer = (Map<?, ?>) result(main, "fetch", each.path());
            assertThat(answer.get("status")).isEqualTo(500);
            assertThat(answer.get("text")).asString().doesNotContain(Answers.FAULT);
        }
        until(() -> Collections.frequency(told, 500) == 2);

        assertThat(result(main, "fetch", sound.path())).isEqualTo(Map.of("status", 200, "text", "sound"));
    }

    private static Flux<ByteBuffer> breaking() {
        return Flux.just(ByteBuffer.wrap(new byte[] {'a'})).concatWith(Flux.error(fault()));
    }

    /** Hooks that throw, at the publisher too, keep back what they were asked about, and nothing else. */
    @Test
    public void hooksThatThrowHarmNobody() throws InterruptedException {
        List.of(
                        ApplicationEvent.TYPE,
                        WindowEvent.TYPE,
                        WindowChanged.TYPE,
                        PageEvent.TYPE,
                        ScreensChanged.TYPE,
                        PageState.TYPE,
                        AssetRequest.TYPE)
                .forEach(this::throwBefore);
        Window main = start();

        assertThat(result(main, "count", 10)).isEqualTo(55);
        Window second = open("second");
        assertThat(second.askToClose().block(PATIENCE)).as("a guard that fails").isFalse();
        second.close();
        assertThat(app().windows()).containsExactly(main);
        main.close();

        app().awaitClose(); // with its last window
        leftNothing();
    }

    private void throwBefore(EventType<?> type) {
        app().events()
                .hook(
                        type,
                        event -> {
                            throw fault();
                        },
                        OnHookFailure.RETHROW);
    }

    /** Subscribers of what the application tells that throw harm nobody, nor does a lambda that is to set options. */
    @Test
    public void subscribersAndLambdasThatThrowHarmNobody() throws InterruptedException {
        app().windowEvents().subscribe(event -> {
            throw fault();
        });
        app().windowMessages().subscribe(message -> {
            throw fault();
        });
        Window main = start();
        WindowTrait title = new WindowTrait.Title("title");
        app().change(List.of(main), title).subscribe(window -> {
            throw fault();
        });
        main.change(title).subscribe(done -> {}, error -> {}, () -> {
            throw fault();
        });
        assertThatThrownBy(() -> app().open("second", window -> {
                    throw fault();
                }))
                .hasMessage(Answers.FAULT);

        assertThat(result(open("second"), "count", 10)).isEqualTo(55);
        assertThat(result(main, "count", 10)).isEqualTo(55);
    }

    /** A service that throws as it starts ends the start, and leaves nothing. */
    @Test
    public void aServiceThatThrowsAsItStartsLeavesNothing() {
        with(options -> options.service(new Service() {
            @Override
            public void start(Application application) {
                throw fault();
            }
        }));

        assertThatThrownBy(app()::start)
                .isInstanceOf(ApplicationException.class)
                .rootCause()
                .hasMessage(Answers.FAULT);

        leftNothing();
    }

    /** A service that throws as it stops keeps nothing from being closed. */
    @Test
    public void aServiceThatThrowsAsItStopsLeavesNothing() throws InterruptedException {
        with(options -> options.service(new Service() {
            @Override
            public void stop() {
                throw fault();
            }
        }));
        start();

        app().close();

        leftNothing();
    }

    private static IllegalStateException fault() {
        return new IllegalStateException(Answers.FAULT);
    }

    // What is closed

    /** Windows that come together and go leave no window, no session, no thread and no process. */
    @Test
    public void fiftyWindowsThatCloseLeaveNothing() throws InterruptedException {
        Window main = start();
        int shown = shownWindows();
        open("first").close();
        until(() -> shownWindows() == shown);
        long processes = processes();

        List<Window> fifty = openTogether(50);
        List<PageSession> sessions = fifty.stream().map(KitApplication::session).toList();
        Set<String> theirs = fifty.stream().map(this::thread).collect(Collectors.toSet());
        fifty.forEach(Window::close);

        assertThat(sessions).allMatch(PageSession::isEnded);
        assertThat(app().windows()).containsExactly(main);
        until(() -> threads().noneMatch(theirs::contains));
        until(() -> shownWindows() == shown);
        if (shown > 0) {
            until(() -> processes() <= processes);
        }
        assertThat(result(main, "count", 10)).isEqualTo(55);
    }

    private String thread(Window window) {
        return "gyre-" + backendOfApp().name() + "-" + window.id();
    }

    /** Those that this one has started and that have not ended. */
    private static long processes() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().isPresent())
                .count();
    }

    /** After the end of an application nothing of it is left. */
    @Test
    public void closingLeavesNoThreadAndNoWindow() throws InterruptedException {
        Window main = start();
        open("second");
        PageSession session = session(main);

        app().close();

        assertThat(session.isEnded()).isTrue();
        assertThat(app().windows()).isEmpty();
        leftNothing();
    }

    /** Waits within a bound until nothing of a closed application is left. */
    protected final void leftNothing() {
        until(() -> shownWindows() == 0);
        until(() -> threads().findAny().isEmpty());
    }
}
