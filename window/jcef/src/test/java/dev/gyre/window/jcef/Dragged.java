package dev.gyre.window.jcef;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Robot;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.StringSelection;
import java.awt.datatransfer.Transferable;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.awt.dnd.DnDConstants;
import java.awt.dnd.DragSource;
import java.awt.dnd.DragSourceAdapter;
import java.awt.dnd.DragSourceDragEvent;
import java.awt.dnd.DragSourceDropEvent;
import java.awt.dnd.DragSourceEvent;
import java.awt.event.InputEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.swing.JFrame;

/** A window with something in it that a user drags elsewhere with the mouse. */
final class Dragged extends DragSourceAdapter implements AutoCloseable {

    private static final int STEPS = 100;

    private final Robot user;
    private final JFrame frame = new JFrame();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> dropped = new CompletableFuture<>();
    private boolean isHeld;

    private Dragged(Transferable what) throws Exception {
        user = new Robot();
        EventQueue.invokeAndWait(() -> {
            DragSource.getDefaultDragSource()
                    .createDefaultDragGestureRecognizer(
                            frame.getContentPane(), DnDConstants.ACTION_COPY_OR_MOVE, gesture -> {
                                gesture.startDrag(null, what, this);
                                heard.add("begun");
                            });
            frame.setBounds(800, 600, 200, 200);
            frame.setVisible(true);
        });
    }

    static Dragged files(List<Path> files) throws Exception {
        return new Dragged(new FileList(files));
    }

    /** Has the user drag files there, where they are taken. */
    static void drop(List<Path> files, Component target) throws Exception {
        try (Dragged dragged = files(files)) {
            dragged.over(target, 200, 100);
            assertThat(dragged.drop()).isTrue();
        }
    }

    static Dragged text(String text) throws Exception {
        return new Dragged(new StringSelection(text));
    }

    private record FileList(List<Path> files) implements Transferable {

        @Override
        public DataFlavor[] getTransferDataFlavors() {
            return new DataFlavor[] {DataFlavor.javaFileListFlavor};
        }

        @Override
        public boolean isDataFlavorSupported(DataFlavor flavor) {
            return flavor.equals(DataFlavor.javaFileListFlavor);
        }

        @Override
        public Object getTransferData(DataFlavor flavor) throws UnsupportedFlavorException {
            if (!isDataFlavorSupported(flavor)) {
                throw new UnsupportedFlavorException(flavor);
            }
            return files.stream().map(Path::toFile).toList();
        }
    }

    /** Takes it up, unless it is, and holds it over a place that may be taken for dropping it. */
    void over(Component target, int x, int y) throws InterruptedException {
        if (!isHeld) {
            Point from = home();
            user.mouseMove(from.x, from.y);
            user.mousePress(InputEvent.BUTTON1_DOWN_MASK);
            isHeld = true;
            moveUntil("begun", from.x, from.y);
        }
        Point to = target.getLocationOnScreen();
        moveUntil("taken", to.x + x, to.y + y);
    }

    /** Takes it back to where it came from, if it is over a place that may be taken for dropping it. */
    void away() throws InterruptedException {
        if (isHeld) {
            Point back = home();
            moveUntil("left", back.x, back.y);
        }
    }

    /** Whether it was taken where it is. */
    boolean drop() throws Exception {
        letGo();
        return dropped.get(30, TimeUnit.SECONDS);
    }

    private void letGo() {
        user.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        isHeld = false;
    }

    private Point home() {
        Point home = frame.getContentPane().getLocationOnScreen();
        home.translate(100, 100);
        return home;
    }

    /** To and fro, as a hand does, and comes to rest where it is to be. */
    private void moveUntil(String what, int x, int y) throws InterruptedException {
        boolean isHeard = false;
        heard.clear();
        for (int step = 1; step <= STEPS && !isHeard; step++) {
            user.mouseMove(x + step % 2 * 20, y);
            isHeard = what.equals(heard.poll(100, TimeUnit.MILLISECONDS));
        }
        assertThat(isHeard).as(what).isTrue();
        user.mouseMove(x, y);
    }

    @Override
    public void dragOver(DragSourceDragEvent drag) {
        heard.add("taken");
    }

    @Override
    public void dragExit(DragSourceEvent drag) {
        heard.add("left");
    }

    @Override
    public void dragDropEnd(DragSourceDropEvent end) {
        dropped.complete(end.getDropSuccess());
    }

    @Override
    public void close() {
        if (isHeld) {
            letGo();
        }
        EventQueue.invokeLater(frame::dispose);
    }
}
