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

/** A window that is shown. On Swing's thread alone. */
final class JcefWindow {

    private static final String NOTHING = "about:blank";

    private final Page page;
    private final Surroundings surroundings;
    private final Runnable close;

    private JcefWindow(Page page, Surroundings surroundings, Runnable close) {
        this.page = page;
        this.surroundings = surroundings;
        this.close = close;
    }

    /** In a frame of our own. */
    static JcefWindow show(CefClient client, Shown shown) {
        BackendWindow window = shown.window();
        CefBrowser browser = client.createBrowser(shown.link(), false, false);
        Page page = new Page(browser, shown);
        shown.pages().add(browser, page);
        Drops.watch(browser, page, shown.pages());
        JFrame frame = frame(browser, window, shown.host());
        Surroundings surroundings = new Surroundings(browser, frame, shown);
        // Some cannot be had before the window is there, and some should be there before it is seen: the rest after it.
        window.traits().stream().filter(JcefWindow::isBeforeShown).forEach(surroundings::apply);
        frame.setVisible(true);
        window.traits().stream().filter(JcefWindow::isAfterShown).forEach(surroundings::apply);
        surroundings.tellAll();
        return new JcefWindow(page, surroundings, () -> {
            frame.setVisible(false);
            page.close(frame::dispose);
        });
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
        window.traits().stream()
                .filter(WindowTrait.Size.class::isInstance)
                .map(WindowTrait.Size.class::cast)
                .forEach(size -> frame.getContentPane().setPreferredSize(new Dimension(size.width(), size.height())));
        frame.getContentPane().add(browser.getUIComponent());
        frame.pack();
        return frame;
    }

    /** In a browser of the application. */
    static JcefWindow attach(CefBrowser browser, Shown shown) {
        Pages pages = shown.pages();
        pages.watch(browser.getClient());
        Page page = new Page(browser, shown);
        pages.add(browser, page);
        Runnable unwatchDrops = Drops.watch(browser, page, pages);
        page.load(shown.link());
        return new JcefWindow(page, new Surroundings(browser, null, shown), () -> {
            unwatchDrops.run();
            pages.remove(browser);
            browser.loadURL(NOTHING);
        });
    }

    private static boolean isBeforeShown(WindowTrait wish) {
        return wish instanceof WindowTrait.Title
                || wish instanceof WindowTrait.Position
                || wish instanceof WindowTrait.Background
                || wish instanceof WindowTrait.Icon
                || wish instanceof WindowTrait.Resizable;
    }

    private static boolean isAfterShown(WindowTrait wish) {
        return wish instanceof WindowTrait.Minimum
                || wish instanceof WindowTrait.OnTop
                || wish instanceof WindowTrait.Mode
                || wish instanceof WindowTrait.Visible
                || wish instanceof WindowTrait.Focus;
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
