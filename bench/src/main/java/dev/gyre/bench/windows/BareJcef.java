package dev.gyre.bench.windows;

import java.awt.EventQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.swing.JFrame;
import me.friwi.jcefmaven.CefAppBuilder;
import me.friwi.jcefmaven.CefInitializationException;
import me.friwi.jcefmaven.MavenCefAppHandlerAdapter;
import me.friwi.jcefmaven.UnsupportedPlatformException;
import org.cef.CefApp;
import org.cef.CefClient;
import org.cef.browser.CefBrowser;
import org.cef.browser.CefFrame;
import org.cef.browser.CefMessageRouter;
import org.cef.callback.CefQueryCallback;
import org.cef.handler.CefMessageRouterHandlerAdapter;

/** Windows of Swing with Chromium, whose pages ask by queries, and have a script run for each event. */
final class BareJcef implements WindowArm {

    private final BareFiles files = BareFiles.serve();
    private final List<Page> pages = new CopyOnWriteArrayList<>();
    private final Map<CefBrowser, Page> byBrowser = new ConcurrentHashMap<>();
    private final Desk desk;
    private final CefClient client;

    private BareJcef(Desk desk, CefApp app) {
        this.desk = desk;
        this.client = app.createClient();
        CefMessageRouter router = CefMessageRouter.create();
        router.addHandler(new Queries(), true);
        client.addMessageRouter(router);
    }

    static BareJcef start(Desk desk, Path natives) {
        return new BareJcef(desk, CefApp.getState() == CefApp.CefAppState.NONE ? build(natives) : CefApp.getInstance());
    }

    private static CefApp build(Path natives) {
        CefAppBuilder builder = new CefAppBuilder();
        builder.setInstallDir(natives.toFile());
        builder.setMirrors(List.of());
        builder.setProgressHandler((step, percent) -> {});
        builder.addJcefArgs(
                "--disable-features=FontConfigFontationsIndexing"); // or a start now and then ends the process
        builder.getCefSettings().windowless_rendering_enabled = false;
        builder.setAppHandler(new MavenCefAppHandlerAdapter() {});
        try {
            builder.getCefSettings().root_cache_path =
                    Files.createTempDirectory("gyre-bench-jcef-").toString();
            return builder.build();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Chromium: interrupted as it started", stopped);
        } catch (IOException | UnsupportedPlatformException | CefInitializationException refused) {
            throw new IllegalStateException("Chromium: not started from " + natives, refused);
        }
    }

    @Override
    public void open() {
        EventQueue.invokeLater(() -> {
            CefBrowser browser = client.createBrowser(files.url("/jcef.html"), false, false);
            Page page = new Page(browser, desk);
            byBrowser.put(browser, page);
            pages.add(page);
            JFrame frame = new JFrame();
            frame.getContentPane().add(browser.getUIComponent());
            frame.setSize(800, 600);
            frame.setVisible(true);
        });
    }

    @Override
    public void measure(Measure measure) {
        pages.get(0).measure(measure);
    }

    private final class Queries extends CefMessageRouterHandlerAdapter {

        @Override
        public boolean onQuery(
                CefBrowser browser,
                CefFrame frame,
                long id,
                String request,
                boolean persistent,
                CefQueryCallback callback) {
            Page page = byBrowser.get(browser);
            if (page == null) {
                return false;
            }
            page.answer(request, callback::success);
            return true;
        }
    }

    private static final class Page extends BareWindow {

        private final CefBrowser browser;

        Page(CefBrowser browser, Desk desk) {
            super(desk);
            this.browser = browser;
        }

        @Override
        void send(String name, String payload) {
            browser.executeJavaScript("hear(\"" + name + "\"," + payload + ")", "", 0);
        }
    }
}
