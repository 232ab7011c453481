package dev.gyre.window.javafx;

import dev.gyre.window.kit.ProcessEndKit;
import javafx.application.Platform;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process ends with its windows of JavaFX, or when it is told to. */
@ExtendWith(Headless.class)
class ProcessEndTest extends ProcessEndKit {

    @Override
    protected Class<?> program() {
        return Main.class;
    }

    static final class Main {

        private Main() {}

        public static void main(String[] arguments) {
            Headless.properties();
            run(arguments[0], JavaFxBackend.create(), Platform::runLater);
        }
    }
}
