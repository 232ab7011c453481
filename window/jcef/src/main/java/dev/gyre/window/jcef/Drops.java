package dev.gyre.window.jcef;

import java.awt.Component;
import java.awt.GraphicsConfiguration;
import java.awt.Point;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.awt.dnd.DnDConstants;
import java.awt.dnd.DropTarget;
import java.awt.dnd.DropTargetAdapter;
import java.awt.dnd.DropTargetDragEvent;
import java.awt.dnd.DropTargetDropEvent;
import java.awt.dnd.DropTargetEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.cef.browser.CefBrowser;
import org.cef.browser.CefDevToolsClient;

/**
 * What the user drags onto a browser from other applications: files, or else text. X11 has the outermost window hear of it,
 * which is Swing's, and Chromium's within it never does. So Swing's hands it on, by Chromium's own tools for developers, and the
 * page sees an ordinary drag. Whatever the page makes of it, the other application is told that it was copied.
 *
 * <p>What is dragged within a page does not come here. Nor does anything where Chromium's window hears of drags itself.
 *
 * <p>On Swing's thread alone. As a drag comes in this waits for the other application to say what it has, as Swing does for any
 * drop.
 */
final class Drops extends DropTargetAdapter {

    private static final System.Logger LOG = System.getLogger(Drops.class.getName());

    /** What Chromium has heard of as the drag came in it is not told again while that moves. */
    private static final String NOTHING = data("\"items\":[]");

    /** Moved there it leaves the page, which would hear nothing of its end from Chromium's tools. At any scale outside. */
    private static final Point OUTSIDE = new Point(-100, -100);

    private final CefBrowser browser;
    private final Page page;
    private final HostZoom zoom;

    /** Those that are dragged over it, or were last. */
    private List<Path> files = List.of();

    /** Them, or text, as Chromium's tools take it. */
    private String data = NOTHING;

    private Drops(CefBrowser browser, Page page, HostZoom zoom) {
        this.browser = browser;
        this.page = page;
        this.zoom = zoom;
    }

    /**
     * Takes what is dropped on a browser from now on. One that has a drop target already keeps that.
     *
     * @return the undo
     */
    static Runnable watch(CefBrowser browser, Page page, HostZoom zoom) {
        Component shown = browser.getUIComponent();
        if (shown.getDropTarget() != null) {
            return () -> {};
        }
        DropTarget target = new DropTarget(shown, DnDConstants.ACTION_COPY, new Drops(browser, page, zoom));
        return () -> target.setComponent(null);
    }

    @Override
    public void dragEnter(DropTargetDragEvent drag) {
        read(drag.getTransferable());
        hover("dragEnter", data, drag);
    }

    @Override
    public void dragOver(DropTargetDragEvent drag) {
        hover("dragOver", NOTHING, drag);
    }

    private void hover(String how, String what, DropTargetDragEvent drag) {
        if (data.equals(NOTHING)) {
            drag.rejectDrag();
        } else {
            drag.acceptDrag(DnDConstants.ACTION_COPY);
            handOn(how, what, drag.getLocation());
        }
    }

    @Override
    public void dragExit(DropTargetEvent drag) {
        if (!data.equals(NOTHING)) {
            handOn("dragOver", NOTHING, OUTSIDE);
        }
    }

    @Override
    public void drop(DropTargetDropEvent drop) {
        if (data.equals(NOTHING)) {
            drop.rejectDrop();
            return;
        }
        drop.acceptDrop(DnDConstants.ACTION_COPY);
        handOn("drop", data, drop.getLocation());
        drop.dropComplete(true);
        if (!files.isEmpty()) {
            page.dropped(files);
        }
    }

    private void read(Transferable dragged) {
        files = List.of();
        data = NOTHING;
        try {
            if (dragged.isDataFlavorSupported(DataFlavor.javaFileListFlavor)) {
                List<?> all = (List<?>) dragged.getTransferData(DataFlavor.javaFileListFlavor);
                files = all.stream().map(file -> ((File) file).toPath()).toList();
            }
            if (!files.isEmpty()) {
                data = data(files.stream()
                        .map(file -> QueryBridge.literal(file.toString()))
                        .collect(Collectors.joining(",", "\"items\":[],\"files\":[", "]")));
            } else if (dragged.isDataFlavorSupported(DataFlavor.stringFlavor)) {
                String text = (String) dragged.getTransferData(DataFlavor.stringFlavor);
                data = data("\"items\":[{\"mimeType\":\"text/plain\",\"data\":" + QueryBridge.literal(text) + "}]");
            }
        } catch (UnsupportedFlavorException | IOException | RuntimeException unread) {
            LOG.log(System.Logger.Level.WARNING, "what is dragged cannot be read, and is not taken", unread);
        }
    }

    private static String data(String what) {
        return "{" + what + ",\"dragOperationsMask\":" + DnDConstants.ACTION_COPY + "}";
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whether the page heard of it changes nothing
    private void handOn(String how, String what, Point where) {
        CefDevToolsClient tools = page.tools();
        if (tools != null) { // there is a page yet, or still
            tools.executeDevToolsMethod(
                    "Input.dispatchDragEvent",
                    "{\"type\":\"" + how + "\",\"x\":" + inPage(where.x) + ",\"y\":" + inPage(where.y) + ",\"data\":"
                            + what + "}");
        }
    }

    /** On X11 Chromium counts in pixels of the screen, whatever Swing takes for one, and a page in those that its zoom leaves. */
    private long inPage(int length) {
        GraphicsConfiguration screen = browser.getUIComponent().getGraphicsConfiguration();
        return Math.round(
                length * screen.getDefaultTransform().getScaleX() / zoom.now().factor());
    }
}
