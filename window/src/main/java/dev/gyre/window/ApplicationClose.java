package dev.gyre.window;

import dev.gyre.assets.AssetServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The end of an application, on a thread of its own so that anyone may ask for it: a binding, a handler, a UI thread.
 * Each part is closed whatever the one before did.
 */
final class ApplicationClose implements Runnable {

    static final Duration DEADLINE = Duration.ofSeconds(5);

    /** How long the end of the process waits: for the deadlines of server and bus, and no part that hangs. */
    private static final long EXIT_SECONDS = 10;

    /** A start gives its services their time to come back, and a part of it may be in the middle of something. */
    private static final Duration START_PATIENCE = Services.STOP_TIME.plusSeconds(5);

    private static final System.Logger LOG = System.getLogger(Application.class.getName());

    private final Application application;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Sinks.Empty<Void> outcome = Sinks.empty();
    private final Thread onExit = new Thread(this::exit, "gyre-exit");

    /** Set before the thread starts. */
    private Duration deadline = DEADLINE;

    /** The thread that closes; set by itself, read by whoever might be it. */
    private volatile @Nullable Thread closer;

    ApplicationClose(Application application) {
        this.application = application;
    }

    /** Has the end of the process close the application, if that is not closed before. */
    void onExit() {
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    private void exit() {
        start(DEADLINE);
        try {
            if (!ended.await(EXIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "the process ends, and the application is not closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException exiting) {
            LOG.log(System.Logger.Level.DEBUG, "the process ends: the hook has done its work", exiting);
        }
    }

    Mono<Void> start(Duration patience) {
        if (started.compareAndSet(false, true)) {
            deadline = patience;
            new Thread(this, "gyre-close").start();
        }
        return outcome.asMono();
    }

    @Override
    public void run() {
        closer = Thread.currentThread();
        try {
            closeAll();
        } finally {
            ended.countDown();
            outcome.tryEmitEmpty();
        }
    }

    private void closeAll() {
        step("start", this::endStart);
        application.tell(ApplicationEvent.CLOSING);
        application.windows().forEach(window -> step(window.toString(), window::close));
        step("services", application.services()::stop);
        step("backend", application.backend()::stop);
        step("server", () -> closeServer(application.server()));
        step("ipc", application.ipc()::close);
        step("windows", application.openWindows()::close);
        step("event bus", () -> application.events().close(deadline).block());
        forgetExit();
    }

    private void endStart() throws InterruptedException {
        if (!application.endStart(START_PATIENCE)) {
            LOG.log(System.Logger.Level.WARNING, "the application closes, and is still being started");
        }
    }

    private void closeServer(@Nullable AssetServer server) {
        if (server != null) {
            server.close(deadline).block();
        }
    }

    private static void step(String what, Step step) {
        try {
            step.run();
        } catch (Throwable failed) {
            LOG.log(System.Logger.Level.WARNING, what + " did not close cleanly", failed);
        }
    }

    /** Waits until it is over; that is what {@link Application#run} is for, so there is no deadline. */
    void await() {
        boolean interrupted = false;
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException again) {
                interrupted = true;
                start(DEADLINE);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits, but not where waiting is forbidden or would be for itself: a service may close as it starts or stops. */
    void awaitUnlessNonBlocking() {
        Thread current = Thread.currentThread();
        boolean isOwn = current == closer || application.services().owns(current);
        if (!Schedulers.isNonBlockingThread(current) && !isOwn) {
            await();
        }
    }

    /** A part of the close, which may fail. */
    private interface Step {
        void run() throws Exception;
    }
}
