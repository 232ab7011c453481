package dev.gyre.window.jcef;

import dev.gyre.assets.spi.DirectRequest;
import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.WindowTrait;
import dev.gyre.window.spi.WindowTrait.State;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.GraphicsDevice;
import java.awt.Insets;
import java.awt.Toolkit;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.swing.JFrame;
import org.cef.browser.CefBrowser;
import org.cef.browser.CefDevToolsClient;
import org.jspecify.annotations.Nullable;

/**
 * How a window looks and stands: a frame of our own around a browser, or a browser that the application has laid out, whose
 * surroundings are left alone. Tells what comes about, whoever caused it. On Swing's thread alone.
 */
final class Surroundings {

    private static final System.Logger LOG = System.getLogger(Surroundings.class.getName());

    /** Chromium counts zoom in steps of this factor. */
    private static final double ZOOM_STEP = 1.2;

    private final CefBrowser browser;
    private final Page page;
    private final @Nullable JFrame frame;
    private final BackendHost host;
    private final Consumer<WindowTrait> news;
    private final HostZoom zoom;
    private final Map<Class<?>, WindowTrait> told = new HashMap<>();

    /** The last size that was larger than this maximum. */
    private @Nullable Dimension cut;

    /** Null for Chromium's own. */
    private WindowTrait.@Nullable Background background;

    Surroundings(CefBrowser browser, Page page, @Nullable JFrame frame, Shown shown) {
        this.browser = browser;
        this.page = page;
        this.frame = frame;
        this.host = shown.host();
        this.news = now -> {
            told.put(now.getClass(), now);
            host.changed(shown.window(), now);
        };
        if (frame != null) {
            watch(frame);
            // All that Swing tells of its screens
            frame.addPropertyChangeListener(
                    "graphicsConfiguration", other -> shown.host().screens(Screens.now()));
        }
        zoom = shown.zoom();
        zoom.join(this);
        page.whenCreated(this::underlay);
        page.whenShown(() -> zoom(zoom.now())); // before that Chromium does not know whose zoom it is
    }

    /** The window is about to be closed. */
    void leave() {
        zoom.leave(this);
    }

    void zoom(WindowTrait.Zoom now) {
        browser.setZoomLevel(Math.log(now.factor()) / Math.log(ZOOM_STEP));
        news.accept(now);
    }

    /** What is seen under the page, by Chromium's own tools for developers: it covers the frame's. */
    @SuppressWarnings("FutureReturnValueIgnored") // one answer of twenty gets lost, though it is done
    private void underlay() {
        CefDevToolsClient tools = background == null ? null : page.tools();
        if (background != null && tools != null) { // else there is no browser yet
            Color colour = new Color(background.rgb());
            tools.executeDevToolsMethod(
                    "Emulation.setDefaultBackgroundColorOverride",
                    String.format(
                            "{\"color\":{\"r\":%d,\"g\":%d,\"b\":%d,\"a\":1}}",
                            colour.getRed(), colour.getGreen(), colour.getBlue()));
        }
    }

    private void watch(JFrame on) {
        on.addPropertyChangeListener("title", title -> news.accept(new WindowTrait.Title(on.getTitle())));
        on.addPropertyChangeListener("resizable", is -> news.accept(new WindowTrait.Resizable(on.isResizable())));
        on.addPropertyChangeListener("alwaysOnTop", is -> news.accept(new WindowTrait.OnTop(on.isAlwaysOnTop())));
        on.addComponentListener(new ComponentAdapter() {
            @Override
            public void componentMoved(ComponentEvent moved) {
                tellBounds(on);
            }

            @Override
            public void componentResized(ComponentEvent resized) {
                keepWithinMaximum(on);
                tellBounds(on);
            }

            @Override
            public void componentShown(ComponentEvent shown) {
                news.accept(new WindowTrait.Visible(true));
            }

            @Override
            public void componentHidden(ComponentEvent hidden) {
                news.accept(new WindowTrait.Visible(false));
            }
        });
        WindowAdapter stands = new WindowAdapter() {
            @Override
            public void windowStateChanged(WindowEvent changed) {
                tellState(on);
            }

            @Override
            public void windowGainedFocus(WindowEvent gained) {
                news.accept(new WindowTrait.Focus(true));
            }

            @Override
            public void windowLostFocus(WindowEvent lost) {
                news.accept(new WindowTrait.Focus(false));
            }
        };
        on.addWindowStateListener(stands);
        on.addWindowFocusListener(stands);
    }

    /**
     * Swing itself keeps a frame from shrinking alone. A size that comes back after it was cut is the will of the window system,
     * as where it lays out all windows itself: that is left, for else the two would change it for ever.
     */
    private void keepWithinMaximum(JFrame on) {
        Dimension size = on.getSize();
        boolean isUserSized = on.getExtendedState() == Frame.NORMAL && !isFullScreen(on);
        if (isUserSized && !size.equals(cut) && !size.equals(within(on, size))) {
            cut = size;
            on.setSize(within(on, size));
        }
    }

    private static Dimension within(JFrame on, Dimension wanted) {
        Dimension most = on.isMaximumSizeSet() ? on.getMaximumSize() : wanted;
        return new Dimension(Math.min(wanted.width, most.width), Math.min(wanted.height, most.height));
    }

    private void tellBounds(JFrame on) {
        news.accept(new WindowTrait.Position(on.getX(), on.getY()));
        int width = on.getContentPane().getWidth();
        int height = on.getContentPane().getHeight();
        if (width > 0 && height > 0) {
            news.accept(new WindowTrait.Size(width, height));
        }
    }

    private void tellState(JFrame on) {
        int state = on.getExtendedState();
        boolean isLarge = (state & Frame.MAXIMIZED_BOTH) == Frame.MAXIMIZED_BOTH;
        State shown = isFullScreen(on) ? State.FULL_SCREEN : isLarge ? State.MAXIMISED : State.NORMAL;
        news.accept(new WindowTrait.Mode((state & Frame.ICONIFIED) != 0 ? State.MINIMISED : shown));
    }

    private static boolean isFullScreen(JFrame on) {
        return on.getGraphicsConfiguration().getDevice().getFullScreenWindow() == on;
    }

    /** Tells what has no event of its own, or has one that comes later. */
    void tellAll() {
        if (frame != null) {
            frame.validate();
            tellBounds(frame);
            tellState(frame);
            news.accept(new WindowTrait.Visible(frame.isVisible()));
            news.accept(new WindowTrait.Focus(frame.isFocused()));
        }
    }

    boolean is(WindowTrait trait) {
        return trait.equals(told.get(trait.getClass()));
    }

    void apply(WindowTrait trait) {
        if (trait instanceof WindowTrait.Zoom wanted) {
            zoom.set(wanted);
        } else if (frame == null) {
            throw new UnsupportedOperationException(
                    "trait: " + trait + " (expected: zoom, for the rest is the application's own)");
        } else {
            apply(frame, trait);
        }
    }

    private void apply(JFrame on, WindowTrait trait) {
        if (trait instanceof WindowTrait.Title title) {
            on.setTitle(title.text());
        } else if (trait instanceof WindowTrait.Position position) {
            on.setLocation(position.x(), position.y());
        } else if (trait instanceof WindowTrait.Size size) {
            resize(on, size);
        } else if (trait instanceof WindowTrait.Resizable resizable) {
            on.setResizable(resizable.allowed());
        } else if (trait instanceof WindowTrait.OnTop top) {
            on.setAlwaysOnTop(top.wanted());
        } else if (trait instanceof WindowTrait.Mode mode) {
            stand(on, mode.state());
        } else if (trait instanceof WindowTrait.Visible visible) {
            on.setVisible(visible.wanted());
        } else if (trait instanceof WindowTrait.Focus focus && focus.held()) {
            on.toFront();
            on.requestFocus();
        } else {
            applySilent(on, trait);
        }
    }

    private static void resize(JFrame on, WindowTrait.Size size) {
        if (on.isDisplayable()) {
            on.setSize(within(on, framed(on, size.width(), size.height())));
        } else { // the border is not known yet
            on.getContentPane().setPreferredSize(new Dimension(size.width(), size.height()));
        }
    }

    /** Traits that nothing in Swing tells of. */
    private void applySilent(JFrame on, WindowTrait trait) {
        if (trait instanceof WindowTrait.Minimum least) {
            on.setMinimumSize(framed(on, least.width(), least.height()));
        } else if (trait instanceof WindowTrait.Maximum most) {
            on.setMaximumSize(framed(on, most.width(), most.height()));
            cut = null;
            keepWithinMaximum(on);
        } else if (trait instanceof WindowTrait.Background wanted) {
            on.getContentPane().setBackground(new Color(wanted.rgb()));
            background = wanted;
            underlay();
        } else if (trait instanceof WindowTrait.Icon icon) {
            paint(on, icon);
        } else {
            throw new UnsupportedOperationException(
                    "trait: " + trait + " (expected: one that an open window of Swing can change)");
        }
        news.accept(trait);
    }

    /** As soon as it is read, wherever the assets are. */
    private void paint(JFrame on, WindowTrait.Icon icon) {
        host.answer(DirectRequest.get(icon.path()))
                .flatMap(response -> response.body().collectList())
                .map(Surroundings::join)
                .subscribe(
                        bytes -> EventQueue.invokeLater(() ->
                                on.setIconImage(Toolkit.getDefaultToolkit().createImage(bytes))),
                        failed -> LOG.log(System.Logger.Level.WARNING, "no icon: " + icon.path(), failed));
    }

    private static byte[] join(List<ByteBuffer> parts) {
        ByteBuffer all = ByteBuffer.allocate(
                parts.stream().mapToInt(ByteBuffer::remaining).sum());
        parts.forEach(all::put);
        return all.array();
    }

    private static void stand(JFrame on, State state) {
        GraphicsDevice screen = on.getGraphicsConfiguration().getDevice();
        if (state == State.FULL_SCREEN) {
            screen.setFullScreenWindow(on);
            return;
        }
        if (isFullScreen(on)) {
            screen.setFullScreenWindow(null);
        }
        on.setExtendedState(
                switch (state) {
                    case MINIMISED -> Frame.ICONIFIED;
                    case MAXIMISED -> Frame.MAXIMIZED_BOTH;
                    default -> Frame.NORMAL;
                });
    }

    private static Dimension framed(JFrame on, int width, int height) {
        Insets border = on.getInsets();
        return new Dimension(width + border.left + border.right, height + border.top + border.bottom);
    }
}
