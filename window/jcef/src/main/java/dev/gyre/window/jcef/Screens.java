package dev.gyre.window.jcef;

import dev.gyre.window.spi.Screen;
import dev.gyre.window.spi.Screen.Area;
import java.awt.GraphicsConfiguration;
import java.awt.GraphicsDevice;
import java.awt.GraphicsEnvironment;
import java.awt.Insets;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.util.List;
import java.util.stream.Stream;

/** What Swing knows of the screens. */
final class Screens {

    private Screens() {}

    static List<Screen> now() {
        GraphicsEnvironment all = GraphicsEnvironment.getLocalGraphicsEnvironment();
        GraphicsDevice primary = all.getDefaultScreenDevice();
        return Stream.of(all.getScreenDevices())
                .map(device -> screen(device.getDefaultConfiguration(), device.equals(primary)))
                .toList();
    }

    private static Screen screen(GraphicsConfiguration on, boolean isPrimary) {
        Rectangle bounds = on.getBounds();
        Insets bars = Toolkit.getDefaultToolkit().getScreenInsets(on);
        return new Screen(
                new Area(bounds.x, bounds.y, bounds.width, bounds.height),
                new Area(
                        bounds.x + bars.left,
                        bounds.y + bars.top,
                        bounds.width - bars.left - bars.right,
                        bounds.height - bars.top - bars.bottom),
                on.getDefaultTransform().getScaleX(),
                isPrimary);
    }
}
