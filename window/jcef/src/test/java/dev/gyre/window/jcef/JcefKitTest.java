package dev.gyre.window.jcef;

import dev.gyre.window.Application;
import dev.gyre.window.Window;
import dev.gyre.window.kit.BackendKit;
import dev.gyre.window.spi.Backend;
import java.awt.EventQueue;
import java.awt.Frame;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;

/** Windows of JCEF keep what every backend promises. */
@ExtendWith(Headless.class)
class JcefKitTest extends BackendKit {

    @Override
    protected Backend backend() {
        return JcefBackend.create();
    }

    /** It is shown already. */
    @Override
    protected void show(Application application, Window window) {}

    @Override
    protected void onUiThread(Runnable task) {
        EventQueue.invokeLater(task);
    }

    @Override
    protected int shownWindows() {
        return (int) Stream.of(Frame.getFrames()).filter(Frame::isDisplayable).count();
    }
}
