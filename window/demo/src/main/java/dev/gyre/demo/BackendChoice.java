package dev.gyre.demo;

import dev.gyre.window.BrowserBackend;
import dev.gyre.window.javafx.JavaFxBackend;
import dev.gyre.window.jcef.JcefBackend;
import dev.gyre.window.spi.Backend;
import java.util.Arrays;
import java.util.Locale;

/** What shows the windows. JavaFX and JCEF are in the jar only if it was built with the profile of their name. */
enum BackendChoice {
    BROWSER,
    JAVAFX,
    JCEF;

    /**
     * The one of a name.
     *
     * @throws CommandLine.UsageException if there is none
     */
    static BackendChoice named(String word) {
        return Arrays.stream(values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new CommandLine.UsageException("--backend: " + word + " (expected: browser, javafx or jcef)"));
    }

    /** Its name on the command line, and that of its profile. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether windows are the demo's own, not tabs of a browser. */
    boolean hasWindows() {
        return this != BROWSER;
    }

    /**
     * A backend for one application.
     *
     * @param open whether to open the default browser, if that is what shows the windows
     * @throws CommandLine.UsageException if it is not in the jar
     */
    Backend create(boolean open) {
        try {
            return switch (this) {
                case BROWSER -> open ? BrowserBackend.create() : BrowserBackend.withoutLaunch();
                case JAVAFX -> JavaFxBackend.create();
                case JCEF -> JcefBackend.create();
            };
        } catch (NoClassDefFoundError missing) {
            throw new CommandLine.UsageException(
                    "--backend: " + word() + " (expected: a jar that has it, made by mvn -B -ntp -q -DskipTests -P"
                            + word() + " package)",
                    missing);
        }
    }
}
