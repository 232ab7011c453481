package dev.gyre.window.javafx;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.application.Platform;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** JavaFX without a display. */
final class Headless implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        require();
        // WebKit aborts a process that ends while JavaFX runs, and a hook of the process comes too late to end it.
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent("JavaFX", key ->
                (AutoCloseable) Platform::exit);
    }

    static void properties() {
        System.setProperty("glass.platform", "Monocle");
        System.setProperty("monocle.platform", "Headless");
        System.setProperty("prism.order", "sw");
    }

    /** Starts JavaFX for all tests of the process, or says loudly that they did not run. */
    private static void require() {
        properties();
        Throwable missing = null;
        try {
            Toolkit.start();
            Platform.setImplicitExit(false);
        } catch (LinkageError | RuntimeException e) {
            missing = e;
        }
        if (missing != null && "required".equals(System.getProperty("gyre.browser"))) {
            fail("JavaFX: cannot start (expected: it does, for -Dgyre.browser=required)", missing);
        }
        assumeTrue(missing == null, "the windows of JavaFX were NOT tested: it cannot start: " + missing);
    }

    /** What some work on JavaFX's thread gives. */
    static <T> T onUiThread(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException | Error failed) {
                done.completeExceptionally(failed);
            }
        });
        return done.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
