package dev.gyre.window.jcef;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.Window;
import dev.gyre.window.WindowEvent;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chromium's own tools for developers, in development. */
@ExtendWith(Headless.class)
class DevToolsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void theyOpenAndEndWithTheirWindow() throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        try (Application app = Application.create(options -> options.backend(JcefBackend.create())
                .assets(AssetSource.classpath("web"))
                .devMode()
                .staysOpen()
                .window("main", window -> {}))) {
            app.events().on(WindowEvent.TYPE, event -> {
                if (event.change() == WindowEvent.Change.READY) {
                    ready.countDown();
                }
            });
            Window main = app.start().window("main").orElseThrow();
            assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
            long before = Renderers.all().count();

            main.openDevTools().block(PATIENCE);
            await(before + 1);

            main.close();
            await(before - 1);
        }
    }

    /** Each page has a process of its own, and the tools are one. */
    private static void await(long renderers) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Renderers.all().count() != renderers) {
            assertThat(System.nanoTime() - deadline)
                    .as(Renderers.all().count() + " renderers, not " + renderers)
                    .isNegative();
            Thread.onSpinWait();
        }
    }
}
