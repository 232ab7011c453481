package dev.gyre.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.event.OnHookFailure;
import dev.gyre.event.Verdict;
import dev.gyre.ipc.Binding;
import dev.gyre.ipc.CallException;
import dev.gyre.ipc.Capabilities;
import dev.gyre.ipc.PageClient;
import dev.gyre.ipc.PageWindow;
import dev.gyre.window.kit.Log;
import dev.gyre.window.spi.PageNews.ConsoleLine;
import dev.gyre.window.spi.WindowTrait;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** What goes wrong in the life of an application and its windows, in code that is not ours, leaves nothing half done. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LifeFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final TestBackend backend = new TestBackend();
    private Application app = create(options -> {});

    private Application create(Consumer<ApplicationOptions> more) {
        return Application.create(options -> more.accept(options.backend(backend)));
    }

    /** An application with windows, in place of the empty one. */
    private void recreate(Consumer<ApplicationOptions> more) {
        app.close();
        app = create(more);
    }

    @AfterEach
    void close() {
        app.close(Duration.ofSeconds(1)).block(PATIENCE);
    }

    private static Runnable fault(RuntimeException fault) {
        return () -> {
            throw fault;
        };
    }

    private static Runnable fault(Error fault) {
        return () -> {
            throw fault;
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Longer than anybody awaits anything. */
    private static void hold(CountDownLatch release) {
        try {
            assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Window window(String name) {
        return app.window(name).orElseThrow();
    }

    @Test
    void aBackendWhoseLibraryIsMissingStopsWhatWasStarted() {
        CountDownLatch stopped = new CountDownLatch(1);
        recreate(options -> options.service(new Service() {
            @Override
            public void stop() {
                stopped.countDown();
            }
        }));
        backend.asItStarts = fault(new UnsatisfiedLinkError("libweb.so"));

        assertThatThrownBy(app::start)
                .isInstanceOf(ApplicationException.class)
                .hasMessage("the test application did not start")
                .hasRootCauseMessage("libweb.so");

        assertThat(app.isClosed()).isTrue();
        assertThat(stopped.getCount()).isZero();
    }

    @Test
    void aBackendThatFailsAsItStopsKeepsNobodyWaiting() {
        backend.asItStops = fault(new StackOverflowError("fault"));
        app.start();

        app.close();

        assertThat(app.isClosed()).isTrue();
    }

    @Test
    void aHookThatFailsAsTheApplicationClosesKeepsNothingOpen() {
        recreate(options -> options.window("main", window -> {}));
        app.events()
                .hook(
                        ApplicationEvent.TYPE,
                        event -> {
                            if (event == ApplicationEvent.CLOSING) {
                                throw new IllegalStateException("fault");
                            }
                            return Verdict.PASS;
                        },
                        OnHookFailure.RETHROW);
        app.start();

        app.close();

        assertThat(app.windows()).isEmpty();
    }

    @Test
    void hooksThatFailAtTheBeginAndTheEndOfAWindowChangeNeither() {
        recreate(options -> {});
        app.events()
                .hook(
                        WindowEvent.TYPE,
                        event -> {
                            throw new IllegalStateException("fault");
                        },
                        OnHookFailure.RETHROW);
        app.start();

        Window opened = app.open("main", window -> {});
        assertThat(backend.shown).containsExactly("main");
        opened.close();

        app.awaitClose(); // with its last window
        assertThat(backend.shown).isEmpty();
    }

    @Test
    void deadlinesWithoutEndAreWaitedFor() {
        recreate(options -> options.staysOpen()
                .backend(BrowserBackend.withoutLaunch())
                .service(new Service() {
                    @Override
                    public Duration startTime() {
                        return FOREVER;
                    }
                })
                .window("main", window -> window.closeDeadline(FOREVER)));
        app.start();

        assertThat(window("main").askToClose().block(PATIENCE)).isTrue();
        app.close(FOREVER).block(PATIENCE);
    }

    @Test
    void aServiceWithoutTimeToStartIsRefused() {
        Service hasty = new Service() {
            @Override
            public Duration startTime() {
                return Duration.ZERO;
            }
        };

        assertThatThrownBy(() -> create(options -> options.service(hasty)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("startTime: PT0S (expected: > 0)");
    }

    @Test
    void noDeadlineIsRefusedAndClosesNothing() {
        app.start();

        assertThatThrownBy(() -> app.close(null)).hasMessage("deadline");

        assertThat(app.isClosed()).isFalse();
    }

    @Test
    void aWindowThatTheBackendRefusesIsNotOpen() {
        recreate(options -> options.staysOpen());
        app.start();
        backend.asItOpens = fault(new IllegalStateException("no window"));
        assertThatThrownBy(() -> app.open("main", window -> {})).hasMessage("no window");
        backend.asItOpens = () -> {};

        assertThat(app.windows()).isEmpty();
        app.open("main", window -> {});
    }

    @Test
    void whatTheBackendThrowsAtAChangeIsItsOutcome() {
        recreate(options -> options.window("main", window -> {}));
        app.start();
        backend.asItChanges = fault(new IllegalStateException("toolkit is gone"));
        Window main = window("main");

        assertThatThrownBy(() -> main.change(new WindowTrait.Zoom(2)).block(PATIENCE))
                .hasMessage("toolkit is gone");
        assertThatThrownBy(() -> main.screenshot().block(PATIENCE)).hasMessage("toolkit is gone");
        assertThatThrownBy(() -> app.change(List.of(main), new WindowTrait.Zoom(2))
                        .then()
                        .block(PATIENCE))
                .isInstanceOfSatisfying(
                        ChangeException.class,
                        failed -> assertThat(failed.failures()).containsOnlyKeys(main));
    }

    @Test
    void aWindowThatIsOpenedAsTheApplicationClosesIsNotOpenAfterwards() {
        recreate(options -> options.window("main", window -> {}));
        CountDownLatch mainIsClosed = new CountDownLatch(1);
        CountDownLatch lateIsOpened = new CountDownLatch(1);
        app.events().hook(WindowEvent.TYPE, event -> {
            if (event.window().equals("main") && event.change() == WindowEvent.Change.CLOSED) {
                mainIsClosed.countDown();
                await(lateIsOpened);
            }
            return Verdict.PASS;
        });
        app.start();

        assertThatThrownBy(() -> app.open("late", window -> {
                    app.close(Duration.ofSeconds(1)); // as another thread may, before this one has its window
                    await(mainIsClosed); // by then who closes has looked which windows there are
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("window \"late\": the application is closed");
        lateIsOpened.countDown();

        assertThat(app.window("late")).isEmpty();
        assertThat(backend.shown).doesNotContain("late");
    }

    @Test
    void anApplicationWhoseFirstWindowClosesBeforeItsSecondOpensHasTheSecond() {
        recreate(options -> options.window("first", window -> {}).window("second", window -> {}));
        app.events().hook(WindowEvent.TYPE, event -> {
            if (event.window().equals("first") && event.change() == WindowEvent.Change.CREATED) {
                window("first").close();
            }
            return Verdict.PASS;
        });

        app.start();

        assertThat(backend.shown).containsExactly("second");
    }

    @Test
    void anApplicationWhoseOnlyWindowClosesAsItOpensEnds() {
        recreate(options -> options.window("main", window -> {}));
        app.events().hook(WindowEvent.TYPE, event -> {
            app.window("main").ifPresent(Window::close);
            return Verdict.PASS;
        });

        app.run();

        assertThat(backend.shown).isEmpty();
    }

    @Test
    void theEndOfAWindowIsToldThoughTheLaneIsFull() throws InterruptedException {
        recreate(options -> options.staysOpen().window("main", window -> {}));
        BlockingQueue<WindowEvent> ends = new LinkedBlockingQueue<>();
        CountDownLatch release = new CountDownLatch(1);
        app.events().on(WindowEvent.TYPE, event -> {
            hold(release);
            if (event.change() == WindowEvent.Change.CLOSED) {
                ends.add(event);
            }
        });
        app.start();
        WindowEvent other = new WindowEvent("other", 99, WindowEvent.Change.READY);
        while (app.events().tryPublish(WindowEvent.TYPE, other).isAccepted()) {
            assertThat(ends).isEmpty();
        }

        Thread closer = new Thread(window("main")::close, "test-closer");
        closer.start();
        while (closer.getState() != Thread.State.TIMED_WAITING && closer.isAlive()) {
            Thread.onSpinWait();
        }
        release.countDown();

        assertThat(ends.poll(20, TimeUnit.SECONDS))
                .extracting(WindowEvent::window)
                .isEqualTo("main");
        closer.join();
    }

    @Test
    void aHookThatHoldsUpTheEndOfOneWindowDelaysNoNewsOfAnother() {
        recreate(options -> options.staysOpen().window("one", window -> {}).window("other", window -> {}));
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch heard = new CountDownLatch(1);
        app.events().hook(WindowEvent.TYPE, event -> {
            if (event.change() == WindowEvent.Change.CLOSED && event.window().equals("one")) {
                held.countDown();
                hold(release);
            }
            return Verdict.PASS;
        });
        app.events().on(WindowChanged.TYPE, event -> {
            if (event.now().equals(new WindowTrait.Zoom(3))) {
                heard.countDown();
            }
        });
        app.start();
        backend.host.closed(window("one").view()); // its user has closed it
        await(held);

        backend.host.changed(window("other").view(), new WindowTrait.Zoom(3));

        await(heard);
        release.countDown();
    }

    @Test
    void howManyLinesOfAConsoleWereDroppedIsToldThoughItFallsSilent() throws InterruptedException {
        recreate(options -> options.window("main", window -> {}));
        BlockingQueue<ConsoleLine> heard = new LinkedBlockingQueue<>();
        app.events().on(PageEvent.TYPE, event -> heard.add((ConsoleLine) event.news()));
        app.start();
        try (Log log = Log.of("dev.gyre.window.console")) {
            for (int line = 0; line < 1_000; line++) {
                backend.tell(new ConsoleLine(System.Logger.Level.DEBUG, "line", "page.js", line));
            }

            long lines = 0;
            long dropped = 0;
            while (lines + dropped < 1_000) {
                ConsoleLine next = heard.poll(20, TimeUnit.SECONDS);
                assertThat(next).as("after " + lines + " lines and " + dropped).isNotNull();
                lines += next.source().isEmpty() ? 0 : 1; // but for the one that tells how many are missing
                dropped += next.dropped();
                if (next.dropped() > 0) {
                    assertThat(log.next().text())
                            .isEqualTo("window \"main\": " + next.dropped() + " lines of its console dropped");
                }
            }
            assertThat(lines + dropped).isEqualTo(1_000);
            assertThat(lines).isBetween(100L, 200L); // of two seconds, if a new one began meanwhile
            assertThat(log.waiting()).as("said once").isZero();
        }
    }

    @Test
    void aPageThatWishesForNothingIsTold() {
        recreate(options -> options.backend(InMemoryBackend.create())
                .window("main", window -> window.allow(Capabilities.calls("gyre.window.*"))));
        app.start();

        try (PageClient page = InMemoryPage.open(app, "main")) {
            assertThatThrownBy(() -> page.call("gyre.window.change", Arrays.asList((Object) null)))
                    .isInstanceOfSatisfying(
                            CallException.class,
                            refused -> assertThat(refused.kind()).isEqualTo(CallException.BAD_ARGUMENT))
                    .hasMessageContaining("wishes[0]: null (expected: a trait)");
        }
    }

    /** Binds what tells a test who calls. */
    static final class Who {

        final CompletableFuture<PageWindow> caller = new CompletableFuture<>();

        @Binding("who")
        void who(PageWindow page) {
            caller.complete(page);
        }
    }

    @Test
    void whatAPageWishedOfAWindowThatClosesMeanwhileIsNoFailure() {
        Who who = new Who();
        recreate(options -> options.ipc(ipc -> ipc.bind(who))
                .window("main", window -> window.allow(Capabilities.calls("who", "gyre.window.*"))));
        app.start();
        try (PageClient page = InMemoryPage.open(app, "main")) {
            page.call("who");
        }
        Window closing = window("main");
        backend.asItChanges = () -> {
            closing.close();
            throw new IllegalStateException("no such window");
        };

        Mono<Void> change = new OwnWindow(app).change(who.caller.join(), Arrays.asList(new WindowTrait.Zoom(2)));

        assertThatThrownBy(() -> change.block(PATIENCE))
                .isInstanceOfSatisfying(
                        CallException.class, told -> assertThat(told.kind()).isEqualTo(CallException.CANCELLED))
                .hasMessage("the window is closed")
                .hasRootCauseMessage("no such window");
    }
}
