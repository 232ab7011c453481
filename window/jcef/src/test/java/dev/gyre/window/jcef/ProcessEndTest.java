package dev.gyre.window.jcef;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.ApplicationException;
import dev.gyre.window.kit.ProcessEndKit;
import java.awt.EventQueue;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process ends with its windows of JCEF, or when it is told to, and Chromium with it. */
@ExtendWith(Headless.class)
class ProcessEndTest extends ProcessEndKit {

    @Override
    protected Class<?> program() {
        return Main.class;
    }

    /** Chromium cannot end without that thread, and may still write. */
    @Override
    protected boolean mayLeaveFiles(String way) {
        return way.equals("exit on the UI thread");
    }

    @Override
    protected void wrote(String way, String output) {
        assertThat(output).contains("helper ");
        if (way.equals("close")) {
            assertThat(output)
                    .contains("Chromium: owned by the application that thread main started"
                            + " (expected: one application in the life of a process)");
        }
    }

    static final class Main {

        private Main() {}

        public static void main(String[] arguments) {
            run(arguments[0], JcefBackend.create().natives(Headless.NATIVES), EventQueue::invokeLater);
            if (arguments[0].equals("close")) {
                startAnother();
            }
        }

        private static void startAnother() {
            Application another = Application.create(options -> options.backend(JcefBackend.create())
                    .assets(AssetSource.classpath("web"))
                    .window("main", window -> {}));
            try {
                another.start();
            } catch (ApplicationException refused) {
                System.out.println(refused.getCause().getMessage());
            }
        }
    }
}
