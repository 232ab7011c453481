package dev.gyre.window.spi;

import dev.gyre.ipc.spi.PageLink;
import dev.gyre.ipc.spi.Transport;

/** What an application offers its backend. Every method may be called from any thread and returns at once. */
public interface BackendHost {

    /**
     * Connects a page over a transport of the backend's own. The page is trusted once it has presented a code.
     *
     * @param transport carries the page's messages
     * @return the runtime's end of it
     */
    PageLink connect(Transport transport);

    /**
     * Says that the user has closed a window.
     *
     * @param window the window
     */
    void closed(BackendWindow window);
}
