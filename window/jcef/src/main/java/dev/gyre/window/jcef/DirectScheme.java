package dev.gyre.window.jcef;

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

    private DirectScheme() {}

    /** Answers from now on; Chromium runs. JCEF can take that back only together with what others have registered. */
    static void register() {
        CefApp.getInstance().registerSchemeHandlerFactory("https", HOST, new DirectScheme());
    }

    @Override
    public CefResourceHandler create(CefBrowser browser, CefFrame frame, String scheme, CefRequest request) {
        boolean isMain = frame != null && frame.isMain();
        Page page = Pages.of(browser);
        return isMain && page != null && page.isDirect() ? new DirectResource(page::answer) : NOTHING;
    }
}
