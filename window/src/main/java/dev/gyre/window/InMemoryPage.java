package dev.gyre.window;

import dev.gyre.ipc.PageClient;

/** Loads pages without a browser, for tests. */
public final class InMemoryPage {

    private InMemoryPage() {}

    /**
     * Loads a page into a window and waits for its welcome. It takes the place of the page that is shown.
     *
     * @param application the application, on any backend
     * @param window the window's name
     * @return the page, ready to call, hear and emit
     * @throws IllegalArgumentException if no window of that name is open
     */
    public static PageClient open(Application application, String window) {
        Window shown = application
                .window(window)
                .orElseThrow(() -> new IllegalArgumentException(
                        "window: " + window + " (expected: one of " + application.windows() + ")"));
        return PageClient.open(application.ipc(), shown.view().code());
    }
}
