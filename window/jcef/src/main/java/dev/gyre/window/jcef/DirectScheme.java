package dev.gyre.window.jcef;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cef.CefApp;
import org.cef.browser.CefBrowser;
import org.cef.browser.CefFrame;
import org.cef.callback.CefCallback;
import org.cef.callback.CefSchemeHandlerFactory;
import org.cef.handler.CefResourceHandler;
import org.cef.handler.CefResourceHandlerAdapter;
import org.cef.misc.BoolRef;
import org.cef.network.CefRequest;

/**
 * Answers what pages ask for at {@link #ORIGIN}, where there is no port. The process has one, as it has one Chromium; whose page
 * asks is told by its browser. Nobody gets anything but main frames of pages of ours. On a thread of Chromium's.
 */
final class DirectScheme implements CefSchemeHandlerFactory {

    static final String HOST = "app.local";

    static final String ORIGIN = "https://" + HOST;

    /** Not even a status. */
    private static final CefResourceHandler NOTHING = new CefResourceHandlerAdapter() {
        @Override
        public boolean open(CefRequest request, BoolRef isDecided, CefCallback callback) {
            isDecided.set(true);
            return false;
        }
    };

    private static final List<Pages> ALL = new CopyOnWriteArrayList<>();

    private DirectScheme() {}

    /** Answers for pages from now on; Chromium runs. */
    static void add(Pages pages) {
        CefApp.getInstance().registerSchemeHandlerFactory("https", HOST, new DirectScheme());
        ALL.add(pages);
    }

    static void remove(Pages pages) {
        ALL.remove(pages);
    }

    @Override
    public CefResourceHandler create(CefBrowser browser, CefFrame frame, String scheme, CefRequest request) {
        boolean isMain = frame != null && frame.isMain();
        for (Pages pages : ALL) {
            Page page = pages.of(browser);
            if (isMain && page != null && page.isDirect()) {
                return new DirectResource(page::answer);
            }
        }
        return NOTHING;
    }
}
