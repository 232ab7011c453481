package dev.gyre.demo;

import dev.gyre.window.Application;
import dev.gyre.window.BrowserBackend;
import dev.gyre.window.Window;
import dev.gyre.window.kit.BackendKit;
import dev.gyre.window.spi.Backend;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Pages in a real browser keep what every backend promises; each window is shown in a tab of its own. */
class BrowserKitTest extends BackendKit {

    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path profile;

    private static Chromium browser;

    @BeforeAll
    static void startBrowser() {
        browser = Chromium.start(profile);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void closeTabs() {
        browser.closeTabs();
    }

    @Override
    protected Backend backend() {
        return BrowserBackend.withoutLaunch();
    }

    @Override
    protected void show(Application application, Window window) {
        browser.openInTab(window.link());
    }

    /** The thread of the UI is another process's. */
    @Override
    protected void onUiThread(Runnable task) {
        new Thread(task, "test-ui").start();
    }

    /** Tabs are their user's. */
    @Override
    protected int shownWindows() {
        return 0;
    }
}
