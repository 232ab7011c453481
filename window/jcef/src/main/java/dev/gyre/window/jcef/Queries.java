package dev.gyre.window.jcef;

import java.util.concurrent.atomic.AtomicInteger;
import org.cef.CefApp;
import org.cef.CefClient;
import org.cef.browser.CefBrowser;
import org.cef.browser.CefFrame;
import org.cef.browser.CefMessageRouter;
import org.cef.browser.CefMessageRouter.CefMessageRouterConfig;
import org.cef.callback.CefQueryCallback;
import org.cef.handler.CefMessageRouterHandlerAdapter;

/**
 * What the pages of an application without a port ask by Chromium's queries, passed on to the page concerned. Every frame of every
 * origin has the function.
 */
final class Queries extends CefMessageRouterHandlerAdapter {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Another one each time: the end of the one before may reach a process of Chromium's after the beginning of the next. */
    private final String name = "gyreQuery" + COUNT.incrementAndGet();

    /** The name of the function by which they query, in JavaScript. */
    String name() {
        return name;
    }

    /**
     * Takes them from a client's browsers. Before any browser is made.
     *
     * @return the undo, without which each page that Chromium shows later has the function, whosever it is
     */
    Runnable watch(CefClient client) {
        CefMessageRouter router = CefMessageRouter.create(new CefMessageRouterConfig(name, name + "Cancel"));
        router.addHandler(this, true);
        client.addMessageRouter(router);
        return () -> {
            // By another client: JCEF takes the main frame of each browser of this one, and with one that is
            // closing, and has none, ends the process. This client disposes of the router with its last browser.
            CefClient other = CefApp.getInstance().createClient();
            other.removeMessageRouter(router);
            other.dispose();
        };
    }

    @Override
    public boolean onQuery(
            CefBrowser browser,
            CefFrame frame,
            long query,
            String request,
            boolean isPersistent,
            CefQueryCallback callback) {
        Page page = Pages.of(browser);
        return page != null && page.asked(frame, query, request, callback);
    }

    @Override
    public void onQueryCanceled(CefBrowser browser, CefFrame frame, long query) {
        Page page = Pages.of(browser);
        if (page != null) {
            page.cancelled(query);
        }
    }
}
