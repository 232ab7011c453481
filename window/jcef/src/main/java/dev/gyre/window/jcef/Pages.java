package dev.gyre.window.jcef;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.cef.CefApp;
import org.cef.CefClient;
import org.cef.CefSettings.LogSeverity;
import org.cef.browser.CefBrowser;
import org.cef.browser.CefFrame;
import org.cef.browser.CefMessageRouter;
import org.cef.browser.CefMessageRouter.CefMessageRouterConfig;
import org.cef.callback.CefQueryCallback;
import org.cef.handler.CefDisplayHandlerAdapter;
import org.cef.handler.CefLifeSpanHandlerAdapter;
import org.cef.handler.CefMessageRouterHandlerAdapter;
import org.cef.handler.CefRequestHandlerAdapter;
import org.cef.network.CefRequest;
import org.jspecify.annotations.Nullable;

/**
 * The pages that are shown, by their browsers: whatever Chromium asks and tells, on threads of its own, is passed on to the page
 * concerned. Browsers of the application that show none of ours are left alone.
 */
final class Pages {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Another one each time: the end of the one before may reach a process of Chromium's after the beginning of the next. */
    private final String query = "gyreQuery" + COUNT.incrementAndGet();

    private final Map<CefBrowser, Page> shown = new ConcurrentHashMap<>();

    /** On Swing's thread alone. */
    private double zoom = 1;

    void add(CefBrowser browser, Page page) {
        shown.put(browser, page);
    }

    void remove(CefBrowser browser) {
        shown.remove(browser);
    }

    @Nullable
    Page of(@Nullable CefBrowser browser) {
        return browser == null ? null : shown.get(browser);
    }

    /** One of them was zoomed, and with it Chromium has zoomed all, for they are of one host. */
    void zoomed(double factor) {
        zoom = factor;
    }

    /** Kept here, for to ask Chromium from another thread may end the process: where it takes a second JCEF lets go too soon. */
    double zoom() {
        return zoom;
    }

    /** Where a client of the application has handlers already it keeps them: JCEF takes one of each kind. */
    void watch(CefClient client) {
        client.addLifeSpanHandler(new Life());
        client.addDisplayHandler(new Display());
        client.addRequestHandler(new Requests());
    }

    /** The name of the function by which they query, in JavaScript. */
    String query() {
        return query;
    }

    /**
     * Takes their queries, too: for pages without a port. Before any browser is made.
     *
     * @return the undo, without which each page that Chromium shows later has the function, whosever it is
     */
    Runnable watchQueries(CefClient client) {
        CefMessageRouter router = CefMessageRouter.create(new CefMessageRouterConfig(query, query + "Cancel"));
        router.addHandler(new Queries(), true);
        client.addMessageRouter(router);
        return () -> {
            client.removeMessageRouter(router);
            router.dispose();
        };
    }

    /** Every frame of every origin has the function. */
    private final class Queries extends CefMessageRouterHandlerAdapter {

        @Override
        public boolean onQuery(
                CefBrowser browser,
                CefFrame frame,
                long query,
                String request,
                boolean isPersistent,
                CefQueryCallback callback) {
            Page page = of(browser);
            return page != null && page.asked(frame, query, request, callback);
        }

        @Override
        public void onQueryCanceled(CefBrowser browser, CefFrame frame, long query) {
            Page page = of(browser);
            if (page != null) {
                page.cancelled(query);
            }
        }
    }

    private final class Life extends CefLifeSpanHandlerAdapter {

        @Override
        public boolean onBeforePopup(CefBrowser browser, CefFrame frame, String url, String name) {
            Page page = of(browser);
            if (page != null) {
                page.refuse(url);
            }
            return page != null;
        }

        @Override
        public void onAfterCreated(CefBrowser browser) {
            Page page = of(browser);
            if (page != null) {
                page.created();
            }
        }

        @Override
        public boolean doClose(CefBrowser browser) {
            Page page = of(browser);
            boolean isEnding = CefApp.getState() != CefApp.CefAppState.INITIALIZED;
            if (page == null || page.isClosing() || isEnding) {
                return false;
            }
            page.askToClose();
            return true;
        }

        @Override
        public void onBeforeClose(CefBrowser browser) {
            Page page = of(browser);
            if (page != null) {
                shown.remove(browser);
                page.leave();
                page.gone();
            }
        }
    }

    private final class Display extends CefDisplayHandlerAdapter {

        @Override
        public boolean onConsoleMessage(
                CefBrowser browser, LogSeverity severity, String message, String source, int line) {
            Page page = of(browser);
            if (page != null) {
                page.said(severity, message, source, line);
            }
            return page != null;
        }
    }

    private final class Requests extends CefRequestHandlerAdapter {

        @Override
        public boolean onBeforeBrowse(
                CefBrowser browser, CefFrame frame, CefRequest request, boolean byUser, boolean isRedirect) {
            Page page = of(browser);
            return page != null && frame.isMain() && !page.mayShow(request.getURL());
        }

        @Override
        public boolean onOpenURLFromTab(CefBrowser browser, CefFrame frame, String url, boolean byUser) {
            return of(browser) != null;
        }

        @Override
        public void onRenderProcessTerminated(CefBrowser browser, TerminationStatus status, int code, String reason) {
            Page page = of(browser);
            if (page != null) {
                page.died(status + " " + code);
            }
        }
    }
}
