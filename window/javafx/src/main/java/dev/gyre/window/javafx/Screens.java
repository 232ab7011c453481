package dev.gyre.window.javafx;

import dev.gyre.window.spi.Screen;
import dev.gyre.window.spi.Screen.Area;
import java.util.List;
import javafx.geometry.Rectangle2D;

/** What JavaFX knows of the screens. On its thread alone. */
final class Screens {

    private Screens() {}

    static List<Screen> now() {
        javafx.stage.Screen primary = javafx.stage.Screen.getPrimary();
        return javafx.stage.Screen.getScreens().stream()
                .map(screen -> new Screen(
                        area(screen.getBounds()),
                        area(screen.getVisualBounds()),
                        screen.getOutputScaleX(),
                        screen.equals(primary)))
                .toList();
    }

    private static Area area(Rectangle2D area) {
        return new Area((int) area.getMinX(), (int) area.getMinY(), (int) area.getWidth(), (int) area.getHeight());
    }
}
