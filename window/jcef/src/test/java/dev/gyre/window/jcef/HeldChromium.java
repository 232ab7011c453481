package dev.gyre.window.jcef;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.EventQueue;
import java.awt.Frame;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.swing.JFrame;
import javax.swing.Timer;
import org.cef.CefApp;
import org.cef.CefClient;
import org.cef.CefSettings.LogSeverity;
import org.cef.browser.CefBrowser;
import org.cef.handler.CefDisplayHandlerAdapter;
import org.cef.handler.CefLifeSpanHandlerAdapter;

/** Chromium with its own thread held up, by a browser of the test's, and how many browsers are made meanwhile. */
final class HeldChromium implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Numbered holder;
    private final long shownBefore;

    private HeldChromium() throws Exception {
        holder = new Numbered();
        shownBefore = showing();
        holder.client.addDisplayHandler(new CefDisplayHandlerAdapter() {
            @Override
            public boolean onConsoleMessage(CefBrowser by, LogSeverity severity, String text, String source, int line) {
                held.countDown();
                return await(released);
            }
        });
    }

    /** Returns when it does nothing more. */
    static HeldChromium hold() throws Exception {
        HeldChromium chromium = new HeldChromium();
        chromium.holder.number(); // it is there
        chromium.holder.browser.executeJavaScript("console.log('hold')", "", 0);
        assertThat(await(chromium.held)).isTrue();
        return chromium;
    }

    /** Waits until one frame more is shown and JCEF had time to ask for its browser several times. */
    void awaitAsked() throws Exception {
        CountDownLatch looks = new CountDownLatch(6);
        Timer timer = new Timer(100, look -> {
            if (showing() > shownBefore) {
                looks.countDown();
            }
        });
        timer.start();
        boolean looked = await(looks);
        timer.stop();
        assertThat(looked).isTrue();
    }

    void release() {
        released.countDown();
    }

    private static long showing() {
        return Stream.of(Frame.getFrames()).filter(Frame::isShowing).count();
    }

    /** How many there were, the two of the test's aside. */
    int made() throws Exception {
        Numbered last = new Numbered();
        int between = last.number() - holder.number() - 1;
        last.close();
        return between;
    }

    @Override
    public void close() {
        release();
        holder.close();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A browser of the test's own. Chromium numbers them. */
    private static final class Numbered {

        private final CefClient client = CefApp.getInstance().createClient();
        private final CefBrowser browser;
        private final CountDownLatch there = new CountDownLatch(1);
        private final AtomicInteger number = new AtomicInteger();
        private final JFrame frame = new JFrame();

        Numbered() throws Exception {
            client.addLifeSpanHandler(new CefLifeSpanHandlerAdapter() {
                @Override
                public void onAfterCreated(CefBrowser made) {
                    number.compareAndSet(0, made.getIdentifier());
                    there.countDown();
                }
            });
            browser = client.createBrowser("about:blank", false, false);
            EventQueue.invokeAndWait(() -> {
                frame.add(browser.getUIComponent());
                frame.setSize(200, 200);
                frame.setVisible(true);
            });
        }

        int number() {
            assertThat(await(there)).isTrue();
            return number.get();
        }

        void close() {
            EventQueue.invokeLater(() -> {
                client.dispose();
                frame.dispose();
            });
        }
    }
}
