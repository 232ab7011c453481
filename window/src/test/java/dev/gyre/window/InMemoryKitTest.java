package dev.gyre.window;

import dev.gyre.window.kit.BackendKit;
import dev.gyre.window.spi.Backend;

/** The in-memory backend keeps what every backend promises; its page is one of Java. */
class InMemoryKitTest extends BackendKit {

    @Override
    protected Backend backend() {
        return InMemoryBackend.create();
    }

    @Override
    protected void show(Application application, Window window) {
        InMemoryKitPage.load(application, window);
    }

    @Override
    protected void onUiThread(Runnable task) {
        new Thread(task, "test-ui").start();
    }

    @Override
    protected int shownWindows() {
        return 0;
    }
}
