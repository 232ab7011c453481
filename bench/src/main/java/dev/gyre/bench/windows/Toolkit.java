package dev.gyre.bench.windows;

import dev.gyre.window.javafx.JavaFxBackend;
import dev.gyre.window.jcef.JcefBackend;
import java.nio.file.Path;
import java.util.Locale;

/** What windows are made with. */
public enum Toolkit {
    /** JavaFX with its WebView. */
    JAVAFX {
        @Override
        WindowArm gyre(Desk desk, Path natives) {
            return GyreArm.start(JavaFxBackend.create(), desk);
        }

        @Override
        WindowArm bare(Desk desk, Path natives) {
            return BareJavaFx.start(desk);
        }
    },
    /** Swing with Chromium by way of JCEF. */
    JCEF {
        @Override
        WindowArm gyre(Desk desk, Path natives) {
            return GyreArm.start(JcefBackend.create().natives(natives), desk);
        }

        @Override
        WindowArm bare(Desk desk, Path natives) {
            return BareJcef.start(desk, natives);
        }
    };

    /**
     * Its name in a report.
     *
     * @return the name
     */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Windows of Gyre; starts the toolkit unless it runs. */
    abstract WindowArm gyre(Desk desk, Path natives);

    /** Windows of the toolkit alone; starts it unless it runs. */
    abstract WindowArm bare(Desk desk, Path natives);
}
