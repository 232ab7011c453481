package dev.gyre.window.jcef;

import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.ToolkitWindow;
import dev.gyre.window.spi.WindowTrait;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;
import java.util.Set;
import javax.swing.JFrame;
import javax.swing.WindowConstants;
import org.cef.CefClient;
import org.cef.browser.CefBrowser;

/** A window that is shown, or about to be. On Swing's thread alone. */
final class JcefWindow extends ToolkitWindow {

    private static final System.Logger LOG = System.getLogger(JcefWindow.class.getName());

    /** The rest is up to the application, where the browser is its own. */
    private static final Set<Class<? extends WindowTrait>> OF_A_BROWSER = Set.of(WindowTrait.Zoom.class);

    private static final String NOTHING = "about:blank";

    private final CefBrowser browser;
    private final Page page;
    private final Surroundings surroundings;
    private final Runnable show;
    private final Runnable close;

    private JcefWindow(
            Shown shown,
            Set<Class<? extends WindowTrait>> kinds,
            CefBrowser browser,
            Page page,
            Surroundings surroundings,
            Runnable show,
            Runnable close) {
        super(shown.window(), shown.host(), kinds);
        this.browser = browser;
        this.page = page;
        this.surroundings = surroundings;
        this.show = show;
        this.close = close;
    }

    /** In a frame of our own. */
    static JcefWindow framed(CefClient client, Shown shown) {
        CefBrowser browser = client.createBrowser(shown.link(), false, false);
        Page page = new Page(browser, shown);
        Pages.add(browser, page);
        Drops.watch(browser, page, shown.zoom());
        JFrame frame = frame(browser, shown.window(), shown.host());
        Surroundings surroundings = new Surroundings(browser, page, frame, shown);
        Runnable show = () -> {
            // A native window that is moved after it was made and before it is seen may go back to where it was made.
            frame.pack();
            frame.setVisible(true);
        };
        Runnable close = () -> {
            surroundings.leave();
            frame.setVisible(false);
            page.close(frame::dispose);
        };
        return new JcefWindow(shown, TRAITS, browser, page, surroundings, show, close);
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
        frame.getContentPane().add(browser.getUIComponent());
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
        Runnable show = () -> page.load(shown.link());
        Runnable close = () -> {
            unwatchDrops.run();
            surroundings.leave();
            Pages.remove(browser);
            browser.loadURL(NOTHING);
        };
        return new JcefWindow(shown, OF_A_BROWSER, browser, page, surroundings, show, close);
    }

    @Override
    protected void reveal() {
        show.run();
        Creation.once(browser, page);
    }

    @Override
    protected void apply(WindowTrait trait) {
        surroundings.apply(trait);
    }

    @Override
    protected void tellAll() {
        surroundings.tellAll();
    }

    Page page() {
        return page;
    }

    /** Whether all of that is what was told last. */
    boolean is(List<WindowTrait> traits) {
        return traits.stream().allMatch(surroundings::is);
    }

    @Override
    protected void close() {
        close.run();
    }
}
