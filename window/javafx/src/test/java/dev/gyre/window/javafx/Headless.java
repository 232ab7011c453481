package dev.gyre.window.javafx;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;

/** JavaFX without a display. */
final class Headless {

    private static final AtomicBoolean ENDS = new AtomicBoolean();

    private Headless() {}

    /** WebKit aborts a process that ends while JavaFX's thread still runs. */
    private static void endBeforeTheProcess(Thread javaFx) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            Platform.exit();
            try {
                javaFx.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    static void properties() {
        System.setProperty("glass.platform", "Monocle");
        System.setProperty("monocle.platform", "Headless");
        System.setProperty("prism.order", "sw");
    }

    /** Starts JavaFX for all tests of the process, or says loudly that they did not run. */
    static void require() {
        properties();
        Throwable missing = null;
        try {
            Toolkit.start();
            Platform.setImplicitExit(false);
            if (ENDS.compareAndSet(false, true)) {
                Platform.runLater(() -> endBeforeTheProcess(Thread.currentThread()));
            }
        } catch (LinkageError | RuntimeException e) {
            missing = e;
        }
        if (missing != null && "required".equals(System.getProperty("gyre.browser"))) {
            fail("JavaFX: cannot start (expected: it does, for -Dgyre.browser=required)", missing);
        }
        assumeTrue(missing == null, "the windows of JavaFX were NOT tested: it cannot start: " + missing);
    }
}
