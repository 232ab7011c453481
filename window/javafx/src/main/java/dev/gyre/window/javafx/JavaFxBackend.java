package dev.gyre.window.javafx;

import dev.gyre.ipc.spi.MessageForm;
import dev.gyre.window.spi.AttachedViews;
import dev.gyre.window.spi.Backend;
import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.BridgeTransport;
import dev.gyre.window.spi.Signals;
import dev.gyre.window.spi.TemporaryFolder;
import dev.gyre.window.spi.ToolkitWindow;
import dev.gyre.window.spi.ToolkitWindows;
import dev.gyre.window.spi.WindowChange;
import dev.gyre.window.spi.WindowTrait;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.scene.web.WebView;
import javafx.stage.Screen;
import org.jspecify.annotations.Nullable;

/**
 * Windows of JavaFX, each with a WebView.
 *
 * <p>It starts JavaFX where that does not run yet, and then ends it with the application: a process can start JavaFX once. It
 * then also takes the signals that end the process, which JavaFX would not be ready for, and gives them back in the end. In an
 * application that runs JavaFX itself it leaves that alone, and {@link #attach} shows pages in views that are there already.
 *
 * <p>What pages store lasts as long as the application: the port, and with it the origin, is another one each time.
 */
public final class JavaFxBackend implements Backend {

    private final AttachedViews<WebView> attached = new AttachedViews<>("view");

    private final ToolkitWindows<FxWindow> windows = new ToolkitWindows<>(
            Platform::runLater, changes -> Toolkit.afterLayout(() -> changes.forEach(WindowChange::done)));

    private final InvalidationListener screens = changed -> tellScreens();

    /** This and the next three are set while starting. */
    private volatile @Nullable BackendHost host;

    private volatile @Nullable TemporaryFolder data;
    private volatile boolean startedToolkit;
    private volatile Runnable signals = () -> {};

    private JavaFxBackend() {}

    /**
     * A backend for one application.
     *
     * @return the backend
     */
    public static JavaFxBackend create() {
        return new JavaFxBackend();
    }

    /**
     * Has a window shown in a view that the application owns and lays out itself: the next one of that name, whenever it is
     * opened. Of its traits zoom and background can be wished for and changed. To hide or close the stage around it closes no
     * window; {@link dev.gyre.window.Window#close} does, and leaves the view empty, with the handler of popups that it had
     * before, free for another window.
     *
     * @param window the window's name
     * @param view the view, which shows nothing else, and no other window, from when the window is opened until it is closed
     * @return this
     * @throws IllegalArgumentException if the name is blank or has a view already, or the view a name
     * @throws IllegalStateException if the application is closed
     */
    public JavaFxBackend attach(String window, WebView view) {
        attached.attach(window, view);
        return this;
    }

    @Override
    public String name() {
        return "javafx";
    }

    @Override
    public boolean usesLoopback() {
        return true;
    }

    /** WebKit's way between strings of Java and of scripts is not to be trusted with more. */
    @Override
    public MessageForm form() {
        return MessageForm.ASCII;
    }

    @Override
    public String script() {
        return BridgeTransport.channel(JavaFxBackend.class);
    }

    @Override
    public void start(BackendHost application) {
        data = TemporaryFolder.create(name());
        startedToolkit = Toolkit.start();
        if (startedToolkit) {
            signals = Signals.handle(Toolkit::exit);
        }
        host = application;
        Runnable look = () -> {
            Screen.getScreens().addListener(screens);
            tellScreens();
        };
        if (Platform.isFxApplicationThread()) {
            look.run();
        } else {
            Toolkit.turn(look);
        }
    }

    private void tellScreens() {
        Objects.requireNonNull(host, "host").screens(Screens.now());
    }

    @Override
    public void open(BackendWindow window) {
        BackendHost application = Objects.requireNonNull(host, "host");
        Path folder = Objects.requireNonNull(data, "data").path();
        String link = window.link();
        WebView owned = attached.take(window.name());
        windows.open(
                window,
                application,
                () -> owned == null
                        ? FxWindow.own(window, link, application, folder)
                        : FxWindow.attached(owned, window, link, application));
    }

    @Override
    public Set<Class<? extends WindowTrait>> traits() {
        return ToolkitWindow.TRAITS;
    }

    @Override
    public void change(List<WindowChange> changes) {
        windows.change(changes);
    }

    @Override
    public CompletionStage<byte[]> screenshot(BackendWindow window) {
        return windows.ask(window, FxWindow::screenshot);
    }

    @Override
    public void close(BackendWindow window) {
        windows.close(window);
    }

    @Override
    public void stop() {
        attached.close();
        if (host != null) {
            attached.logUnused();
            Toolkit.turn(() -> {
                Screen.getScreens().removeListener(screens);
                if (startedToolkit) {
                    Platform.exit();
                }
            });
        }
        signals.run();
        TemporaryFolder folder = data;
        if (folder != null) {
            folder.close();
        }
    }
}
