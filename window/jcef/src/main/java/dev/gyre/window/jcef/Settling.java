package dev.gyre.window.jcef;

import dev.gyre.window.spi.BackendWindow;
import dev.gyre.window.spi.WindowChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.swing.Timer;

/** Waits for the window system to do what windows were asked for, which it does later, or never. On Swing's thread alone. */
final class Settling {

    /** Between two looks at whether the window system has told that it has done what it was asked for. */
    private static final int LOOK_MILLIS = 10;

    /** At each of so many looks windows say how they stand by themselves, for not all of it is told. */
    private static final int ASKS = 10;

    /** What it has not done at so many looks, a busy machine allowed for, it has refused. */
    private static final int LOOKS = 100;

    private final Function<BackendWindow, JcefWindow> windows;

    /** Asks for the windows that are shown; throws for one that is not. */
    Settling(Function<BackendWindow, JcefWindow> windows) {
        this.windows = windows;
    }

    /** Each is done once its window is as it was asked to be, which may be now, or will not be. */
    void begin(List<WindowChange> changes) {
        List<WindowChange> underWay = new ArrayList<>(changes);
        underWay.removeIf(this::isDone);
        if (underWay.isEmpty()) {
            return;
        }
        Timer looks = new Timer(LOOK_MILLIS, null);
        AtomicInteger left = new AtomicInteger(LOOKS);
        looks.addActionListener(look -> {
            int rest = left.decrementAndGet();
            underWay.removeIf(rest % ASKS == 0 ? this::isSettled : this::isDone);
            if (rest == 0) {
                underWay.forEach(WindowChange::done);
                underWay.clear();
            }
            if (underWay.isEmpty()) {
                looks.stop();
            }
        });
        looks.start();
    }

    private boolean isSettled(WindowChange change) {
        change.attempt(() -> windows.apply(change.window()).tellAll());
        return isDone(change);
    }

    private boolean isDone(WindowChange change) {
        change.attempt(() -> {
            if (windows.apply(change.window()).is(change.traits())) {
                change.done();
            }
        });
        return change.outcome().isDone();
    }
}
