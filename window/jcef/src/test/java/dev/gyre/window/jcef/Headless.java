package dev.gyre.window.jcef;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cef.CefApp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The one Chromium of the tests, which the backends they make find running; they need a display, such as that of Xvfb. */
final class Headless implements BeforeAllCallback {

    static final Path NATIVES = Path.of("target", "jcef").toAbsolutePath();

    @Override
    public void beforeAll(ExtensionContext context) {
        String missing = missing();
        if (missing != null && "required".equals(System.getProperty("gyre.jcef"))) {
            fail("JCEF: " + missing + " (expected: a display, for -Dgyre.jcef=required)");
        }
        assumeTrue(missing == null, "the windows of JCEF were NOT tested: " + missing);
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent("JCEF", key ->
                (AutoCloseable) start()::dispose);
    }

    private static CefApp start() {
        try {
            Chromium.run(
                    NATIVES,
                    Files.createTempDirectory(Path.of("target"), "jcef-data").toAbsolutePath());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return CefApp.getInstance();
    }

    private static @Nullable String missing() {
        if (System.getProperty("os.name").startsWith("Linux") && System.getenv("DISPLAY") == null) {
            return "there is no display";
        }
        return GraphicsEnvironment.isHeadless() ? "this Java has no windows" : null;
    }
}
