package dev.gyre.window.jcef;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import me.friwi.jcefmaven.CefAppBuilder;
import me.friwi.jcefmaven.CefInitializationException;
import me.friwi.jcefmaven.MavenCefAppHandlerAdapter;
import me.friwi.jcefmaven.UnsupportedPlatformException;
import org.cef.CefApp;
import org.cef.CefApp.CefAppState;
import org.cef.CefSettings.LogSeverity;
import org.cef.callback.CefCommandLine;
import org.jspecify.annotations.Nullable;

/**
 * The one Chromium of the process. It can be started once in the life of a process, so it has one owner: the application, if it
 * started it itself, or the backend that came first.
 */
final class Chromium {

    /**
     * Else one of its threads adds to the environment of the process, FC_FONTATIONS, as it first asks for a font. The C library
     * moves the environment then, and another thread that is reading it, on the way to D-Bus or GTK, ends the process.
     */
    private static final String UNCHANGED_ENVIRONMENT = "--disable-features=FontConfigFontationsIndexing";

    /** A desktop application asks nobody on the network but whom its pages ask. */
    private static final String[] QUIET = {
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--no-first-run",
        UNCHANGED_ENVIRONMENT
    };

    private static final CompletableFuture<@Nullable Void> ENDED = new CompletableFuture<>();

    /** Guarded by the class; stays when Chromium has ended. */
    private static @Nullable String owner;

    private Chromium() {}

    /**
     * Returns when it can make clients. Waits for Swing's thread, unless it is called on it.
     *
     * @param name who starts it, for messages
     * @param natives the folder where its libraries are, or are unpacked to from the class path
     * @param data the folder for what it stores
     * @return true if it did not run before, so that the caller has to {@link #stop} it
     */
    static synchronized boolean start(String name, Path natives, Path data) {
        if (owner != null) {
            throw new IllegalStateException(
                    "Chromium: owned by " + owner + " (expected: one application in the life of a process)");
        }
        CefAppState state = CefApp.getState();
        if (state == CefAppState.SHUTTING_DOWN || state == CefAppState.TERMINATED) {
            throw new IllegalStateException(
                    "Chromium: " + state + " (expected: started once in the life of a process)");
        }
        if (state != CefAppState.NONE) {
            return false;
        }
        run(natives, data);
        owner = name;
        return true;
    }

    /** Starts it for an owner that is not a backend. */
    static void run(Path natives, Path data) {
        CefAppBuilder builder = new CefAppBuilder();
        builder.setInstallDir(natives.toFile());
        builder.setMirrors(List.of());
        builder.setProgressHandler((step, percent) -> {});
        builder.addJcefArgs(QUIET);
        builder.getCefSettings().windowless_rendering_enabled = false;
        builder.getCefSettings().root_cache_path = data.toString();
        builder.getCefSettings().log_severity = LogSeverity.LOGSEVERITY_DISABLE;
        builder.setAppHandler(new MavenCefAppHandlerAdapter() {
            @Override
            public void stateHasChanged(CefAppState now) {
                if (now == CefAppState.TERMINATED) {
                    ENDED.complete(null);
                }
            }

            @Override
            public boolean onAlreadyRunningAppRelaunch(CefCommandLine arguments, String directory) {
                return true;
            }
        });
        try {
            builder.build();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Chromium: interrupted as it started", stopped);
        } catch (IOException | UnsupportedPlatformException | CefInitializationException refused) {
            throw new IllegalStateException(
                    "Chromium: not started from " + natives
                            + " (expected: me.friwi:jcef-natives-SYSTEM of this release on the class path, and a display)",
                    refused);
        }
    }

    /**
     * Ends it, with every browser that is left, unless the process, which is ending, has done so first.
     *
     * @return completes on Swing's thread when its processes were told to end
     */
    static CompletionStage<@Nullable Void> stop() {
        if (CefApp.getState() != CefAppState.TERMINATED) {
            CefApp.getInstance().dispose();
        }
        return ENDED;
    }
}
