package dev.gyre.window.jcef;

import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.WindowTrait;
import java.awt.Dimension;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;
import javax.swing.JFrame;
import javax.swing.WindowConstants;
import org.cef.CefClient;
import org.cef.browser.CefBrowser;

/** A window that is shown, or about to be. On Swing's thread alone. */
final class JcefWindow {

    private static final System.Logger LOG = System.getLogger(JcefWindow.class.getName());

    private static final String NOTHING = "about:blank";

    private final Page page;
    private final Surroundings surroundings;
    private final Runnable show;
    private final Runnable close;

    private JcefWindow(Page page, Surroundings surroundings, Runnable show, Runnable close) {
        this.page = page;
        this.surroundings = surroundings;
        this.show = show;
        this.close = close;
    }

    /** In a frame of our own. */
    static JcefWindow framed(CefClient client, Shown shown) {
        BackendWindow window = shown.window();
        CefBrowser browser = client.createBrowser(shown.link(), false, false);
        Page page = new Page(browser, shown);
        Pages.add(browser, page);
        Drops.watch(browser, page, shown.zoom());
        JFrame frame = frame(browser, window, shown.host());
        Surroundings surroundings = new Surroundings(browser, page, frame, shown);
        Runnable show = () -> {
            // Some should be there before the window is seen; the rest cannot be had before it is there.
            window.traits().stream().filter(JcefWindow::isBeforeShown).forEach(surroundings::apply);
            frame.setVisible(true);
            Creation.once(browser);
            window.traits().stream().filter(JcefWindow::isAfterShown).forEach(surroundings::apply);
            surroundings.tellAll();
        };
        Runnable close = () -> {
            surroundings.leave();
            frame.setVisible(false);
            page.close(frame::dispose);
        };
        return new JcefWindow(page, surroundings, show, close);
    }

    private static JFrame frame(CefBrowser browser, BackendWindow window, BackendHost host) {
        JFrame frame = new JFrame();
        frame.setUndecorated(window.traits().contains(new WindowTrait.Frameless(true)));
        frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosing(WindowEvent asked) {
                host.closeRequested(window);
            }
        });
        for (WindowTrait wish : window.traits()) {
            if (wish instanceof WindowTrait.Size size) {
                frame.getContentPane().setPreferredSize(new Dimension(size.width(), size.height()));
            } else if (wish instanceof WindowTrait.Position position) {
                // A native window that is moved after it was made and before it is seen may go back to where it was
                // made.
                frame.setLocation(position.x(), position.y());
            }
        }
        frame.getContentPane().add(browser.getUIComponent());
        frame.pack();
        return frame;
    }

    /** In a browser of the application. */
    static JcefWindow attached(CefBrowser browser, Shown shown) {
        List<String> others = Pages.watch(browser.getClient());
        if (!others.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "window \"{0}\": the client of its browser has handlers of its own, {1} (expected: none, so that the page"
                            + " cannot leave {2})",
                    shown.window().name(),
                    others,
                    shown.origin());
        }
        Page page = new Page(browser, shown);
        Pages.add(browser, page);
        Runnable unwatchDrops = Drops.watch(browser, page, shown.zoom());
        Surroundings surroundings = new Surroundings(browser, page, null, shown);
        Runnable show = () -> {
            Creation.once(browser);
            shown.window().traits().stream()
                    .filter(WindowTrait.Zoom.class::isInstance)
                    .forEach(surroundings::apply);
            page.load(shown.link());
        };
        Runnable close = () -> {
            unwatchDrops.run();
            surroundings.leave();
            Pages.remove(browser);
            browser.loadURL(NOTHING);
        };
        return new JcefWindow(page, surroundings, show, close);
    }

    private static boolean isBeforeShown(WindowTrait wish) {
        return wish instanceof WindowTrait.Title
                || wish instanceof WindowTrait.Background
                || wish instanceof WindowTrait.Icon
                || wish instanceof WindowTrait.Resizable
                || wish instanceof WindowTrait.Zoom;
    }

    private static boolean isAfterShown(WindowTrait wish) {
        return wish instanceof WindowTrait.Minimum
                || wish instanceof WindowTrait.Maximum
                || wish instanceof WindowTrait.OnTop
                || wish instanceof WindowTrait.Mode
                || wish instanceof WindowTrait.Visible
                || wish instanceof WindowTrait.Focus;
    }

    void show() {
        show.run();
    }

    void apply(List<WindowTrait> traits) {
        traits.forEach(surroundings::apply);
    }

    void tellAll() {
        surroundings.tellAll();
    }

    Page page() {
        return page;
    }

    /** Whether all of that is what was told last. */
    boolean is(List<WindowTrait> traits) {
        return traits.stream().allMatch(surroundings::is);
    }

    void close() {
        close.run();
    }
}
