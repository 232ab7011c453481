package dev.gyre.bench.stages;

import dev.gyre.window.spi.WindowTrait;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Insets;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.swing.JFrame;
import org.cef.CefApp;
import org.cef.CefClient;
import org.cef.browser.CefBrowser;
import org.cef.browser.CefFrame;
import org.cef.handler.CefLifeSpanHandlerAdapter;
import org.cef.handler.CefLoadHandlerAdapter;

/**
 * Windows of Swing with Chromium in them, written without Gyre: each step is a turn of Swing's thread, waited for. Their page
 * comes with its address, which is less to load than Gyre's. Where Chromium is slow JCEF makes several browsers for one frame,
 * as it does for whoever uses it bare.
 */
final class BareFrames {

    private static final String PAGE = "data:text/html,<title>page</title>";

    private static final long PATIENCE_SECONDS = 5;

    private final Map<CefBrowser, JFrame> frames = new ConcurrentHashMap<>();
    private final CefClient client = CefApp.getInstance().createClient();

    /** In a process where Chromium runs. */
    BareFrames(Runnable pageLoaded) {
        client.addLoadHandler(new CefLoadHandlerAdapter() {
            @Override
            public void onLoadEnd(CefBrowser browser, CefFrame page, int status) {
                pageLoaded.run();
            }
        });
        client.addLifeSpanHandler(new CefLifeSpanHandlerAdapter() {
            @Override
            public void onBeforeClose(CefBrowser browser) {
                JFrame frame = frames.remove(browser);
                if (frame != null) { // else it had a browser more
                    EventQueue.invokeLater(frame::dispose);
                }
            }
        });
    }

    SingleWindow open(String title, WindowTrait.Size size) {
        CompletableFuture<SingleWindow> made = new CompletableFuture<>();
        turn(() -> {
            CefBrowser browser = client.createBrowser(PAGE, false, false);
            JFrame frame = new JFrame(title);
            frames.put(browser, frame);
            frame.getContentPane().setPreferredSize(new Dimension(size.width(), size.height()));
            frame.getContentPane().add(browser.getUIComponent());
            frame.pack();
            frame.setVisible(true);
            made.complete(new BareFrame(frame, browser));
        });
        return made.join();
    }

    private static void turn(Runnable step) {
        try {
            EventQueue.invokeAndWait(step);
        } catch (InterruptedException | InvocationTargetException failed) {
            throw new IllegalStateException("Swing: a step failed", failed);
        }
    }

    /** Swing says at once what it was told; the window system tells when that has come about. */
    private record BareFrame(JFrame frame, CefBrowser browser) implements SingleWindow {

        @Override
        public void change(WindowTrait... wishes) {
            List<CompletableFuture<Void>> underWay = new ArrayList<>();
            turn(() -> {
                for (WindowTrait wish : wishes) {
                    if (wish instanceof WindowTrait.Title title) {
                        frame.setTitle(title.text()); // nobody is told of it, or has to be waited for
                    } else if (wish instanceof WindowTrait.Size size && !size.equals(size())) {
                        underWay.add(resize(size));
                    }
                }
            });
            underWay.forEach(
                    step -> step.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
        }

        private CompletableFuture<Void> resize(WindowTrait.Size wanted) {
            CompletableFuture<Void> resized = new CompletableFuture<>();
            frame.addComponentListener(new ComponentAdapter() {
                @Override
                public void componentResized(ComponentEvent now) {
                    frame.validate();
                    if (size().equals(wanted)) {
                        frame.removeComponentListener(this);
                        resized.complete(null);
                    }
                }
            });
            Insets border = frame.getInsets();
            frame.setSize(wanted.width() + border.left + border.right, wanted.height() + border.top + border.bottom);
            return resized;
        }

        @Override
        public WindowTrait.Size size() {
            return new WindowTrait.Size(
                    frame.getContentPane().getWidth(), frame.getContentPane().getHeight());
        }

        @Override
        public String title() {
            return frame.getTitle();
        }

        @Override
        public void close() {
            EventQueue.invokeLater(() -> {
                frame.setVisible(false);
                browser.setCloseAllowed();
                browser.close(true);
            });
        }
    }
}
