package dev.gyre.window.jcef;

import dev.gyre.window.spi.BackendHost;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.cef.CefApp;
import org.cef.CefClient;
import org.cef.CefSettings.LogSeverity;
import org.cef.browser.CefBrowser;
import org.cef.browser.CefFrame;
import org.cef.handler.CefDisplayHandler;
import org.cef.handler.CefDisplayHandlerAdapter;
import org.cef.handler.CefLifeSpanHandler;
import org.cef.handler.CefLifeSpanHandlerAdapter;
import org.cef.handler.CefRequestHandler;
import org.cef.handler.CefRequestHandlerAdapter;
import org.cef.handler.CefResourceRequestHandler;
import org.cef.handler.CefResourceRequestHandlerAdapter;
import org.cef.misc.BoolRef;
import org.cef.network.CefRequest;
import org.jspecify.annotations.Nullable;

/**
 * The pages that are shown in this process, by their browsers: whatever Chromium asks and tells, on threads of its own, is passed
 * on to the page concerned. Browsers that show none of ours are left alone.
 *
 * <p>The handlers know of no application. A client takes one of each kind and keeps it, while applications come and go in its
 * browsers.
 */
final class Pages {

    private static final Map<CefBrowser, Page> SHOWN = new ConcurrentHashMap<>();

    private static final CefLifeSpanHandler LIFE = new Life();
    private static final CefDisplayHandler DISPLAY = new Display();
    private static final CefRequestHandler REQUESTS = new Requests();

    private static final CefResourceRequestHandler REFUSED = new CefResourceRequestHandlerAdapter() {
        @Override
        public boolean onBeforeResourceLoad(CefBrowser browser, CefFrame frame, CefRequest request) {
            return true;
        }
    };

    private Pages() {}

    static void add(CefBrowser browser, Page page) {
        if (SHOWN.putIfAbsent(browser, page) != null) {
            throw new IllegalStateException("browser: shows another window (expected: one that is shown alone)");
        }
    }

    static void remove(CefBrowser browser) {
        SHOWN.remove(browser);
    }

    /** Completes when the browsers are gone of all pages that are an application's now. */
    static CompletionStage<@Nullable Void> whenGone(@Nullable BackendHost application) {
        return CompletableFuture.allOf(SHOWN.values().stream()
                .filter(page -> page.isOf(application))
                .map(page -> page.whenGone().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** Those that an application has left are gone with Chromium, which does not tell the end of browsers that it never made. */
    static void leave(@Nullable BackendHost application) {
        SHOWN.values().removeIf(page -> {
            boolean isLeft = page.isOf(application);
            if (isLeft) {
                page.gone();
            }
            return isLeft;
        });
    }

    @Nullable
    static Page of(@Nullable CefBrowser browser) {
        return browser == null ? null : SHOWN.get(browser);
    }

    /**
     * Has a client ask and tell us. Where it has a handler of the application already it keeps that, without a word.
     *
     * @return the kinds of handlers that are not ours
     */
    static List<String> watch(CefClient client) {
        client.addLifeSpanHandler(LIFE);
        client.addDisplayHandler(DISPLAY);
        client.addRequestHandler(REQUESTS);
        return Map.of("lifeSpanHandler", LIFE, "displayHandler", DISPLAY, "requestHandler", REQUESTS)
                .entrySet()
                .stream()
                .filter(ours -> !has(client, ours.getKey(), ours.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** JCEF does not say which one a client has, so that its field is read; if that cannot be, it is taken for another. */
    private static boolean has(CefClient client, String kind, Object handler) {
        try {
            Field field = CefClient.class.getDeclaredField(kind + "_");
            field.setAccessible(true);
            return field.get(client) == handler;
        } catch (ReflectiveOperationException | InaccessibleObjectException hidden) {
            return false;
        }
    }

    private static final class Life extends CefLifeSpanHandlerAdapter {

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
                SHOWN.remove(browser);
                page.leave();
                page.gone();
            }
        }
    }

    private static final class Display extends CefDisplayHandlerAdapter {

        @Override
        public boolean onConsoleMessage(
                CefBrowser browser, LogSeverity severity, String message, String source, int line) {
            Page page = of(browser);
            if (page != null) {
                page.said(severity, message, source, line);
            }
            return page != null;
        }

        @Override
        public void onAddressChange(CefBrowser browser, CefFrame frame, String url) {
            Page page = of(browser);
            if (page != null && frame.isMain()) {
                page.arrived(url);
            }
        }
    }

    private static final class Requests extends CefRequestHandlerAdapter {

        @Override
        public boolean onBeforeBrowse(
                CefBrowser browser, CefFrame frame, CefRequest request, boolean byUser, boolean isRedirect) {
            Page page = of(browser);
            return page != null && frame.isMain() && !page.mayShow(request.getURL());
        }

        @Override
        public @Nullable CefResourceRequestHandler getResourceRequestHandler(
                CefBrowser browser,
                CefFrame frame,
                CefRequest request,
                boolean isNavigation,
                boolean isDownload,
                String initiator,
                BoolRef disablesDefault) {
            Page page = of(browser);
            return page == null || page.mayBeAsked(request, initiator) ? null : REFUSED;
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
