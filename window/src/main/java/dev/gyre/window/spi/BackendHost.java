package dev.gyre.window.spi;

import dev.gyre.assets.spi.DirectRequest;
import dev.gyre.assets.spi.DirectResponse;
import dev.gyre.ipc.spi.PageLink;
import dev.gyre.ipc.spi.Transport;
import java.util.List;
import reactor.core.publisher.Mono;

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
     * Answers a request of a page that does not come over a port: as the asset server would, with the same checks. Whether it
     * is a page of ours that asks is the backend's to know.
     *
     * @param request the request
     * @return the response, asked for when it is subscribed to; subscribers must not block. Fails with an
     *     {@link IllegalStateException} if the backend has neither loopback nor a {@linkplain Backend#directHost() host}
     */
    Mono<DirectResponse> answer(DirectRequest request);

    /**
     * Says that a window is gone, by the doing of the user or the system.
     *
     * @param window the window
     */
    void closed(BackendWindow window);

    /**
     * Says that a window could not be shown, which an exception on a UI thread would tell nobody. It is logged, and the window is
     * closed: {@link Backend#close} follows.
     *
     * @param window the window
     * @param why what went wrong
     */
    void failed(BackendWindow window, Throwable why);

    /**
     * Says that the user wants to close a window. The application's hooks are asked, and unless one of them vetoes
     * {@link Backend#close} follows.
     *
     * @param window the window, which is still there
     */
    void closeRequested(BackendWindow window);

    /**
     * Says that a trait of a window has come about, whoever wished for it. Told again and unchanged it is ignored.
     *
     * @param window the window
     * @param now the new value
     */
    void changed(BackendWindow window, WindowTrait now);

    /**
     * Says that something has happened to the page of a window, or by its doing. Lines of a console, and what was refused, may
     * come in any number: they are bounded here, and logged.
     *
     * @param window the window
     * @param news what happened
     */
    void happened(BackendWindow window, PageNews news);

    /**
     * Says what screens there are, at the start and when they change. A backend that knows of none says nothing.
     *
     * @param now all of them
     */
    void screens(List<Screen> now);
}
