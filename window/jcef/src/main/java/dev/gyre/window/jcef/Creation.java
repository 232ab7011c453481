package dev.gyre.window.jcef;

import java.awt.Component;
import java.awt.EventQueue;
import java.awt.event.HierarchyEvent;
import java.awt.event.HierarchyListener;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import org.cef.browser.CefBrowser;

/**
 * Has Chromium make a browser once. JCEF asks for it 100 ms after its component was painted, and every 100 ms again until it is
 * there: where Chromium is busy for longer it makes several. All of them show the page, which comes with a used code then; one can
 * be reached, and the others stay behind with their processes (java-cef, issue 421). Nothing but fields of its own keeps JCEF from
 * asking again; where they are not as expected it is left to itself. On Swing's thread alone.
 */
final class Creation {

    private static final System.Logger LOG = System.getLogger(Creation.class.getName());

    private Creation() {}

    /**
     * Once what waits for Swing's thread as the component is shown is done, such as more windows: before JCEF asks in any case, and
     * not if the page is closed by then.
     */
    static void once(CefBrowser browser, Page page) {
        Component component = browser.getUIComponent();
        if (component.isShowing()) {
            EventQueue.invokeLater(() -> ask(browser, page));
            return;
        }
        component.addHierarchyListener(new HierarchyListener() {
            @Override
            public void hierarchyChanged(HierarchyEvent changed) {
                if (component.isShowing()) {
                    component.removeHierarchyListener(this);
                    EventQueue.invokeLater(() -> ask(browser, page));
                }
            }
        });
    }

    private static void ask(CefBrowser browser, Page page) {
        if (page.isClosing()) {
            return;
        }
        page.asked();
        try {
            Class<?> windowed = Class.forName("org.cef.browser.CefBrowserWr");
            if (windowed.isInstance(browser)) {
                if (!isAsked(windowed, browser)) {
                    Method ask = windowed.getDeclaredMethod("createBrowserIfRequired", boolean.class);
                    ask.setAccessible(true);
                    ask.invoke(browser, true);
                }
                field(windowed.getSuperclass(), "isPending_").setBoolean(browser, true);
            }
        } catch (ReflectiveOperationException | InaccessibleObjectException changed) {
            LOG.log(System.Logger.Level.DEBUG, "a browser may be made more than once", changed);
        }
    }

    /** Whether JCEF came first, with a window to put it into or, as the application wished, without. */
    private static boolean isAsked(Class<?> windowed, CefBrowser browser) throws ReflectiveOperationException {
        return field(windowed, "window_handle_").getLong(browser) != 0
                || field(windowed, "justCreated_").getBoolean(browser);
    }

    private static Field field(Class<?> of, String name) throws ReflectiveOperationException {
        Field field = of.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
