package dev.gyre.window.javafx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.window.ApplicationException;
import dev.gyre.window.kit.ProcessEndKit;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process ends with its windows of JavaFX, or when it is told to. */
@ExtendWith(Headless.class)
class ProcessEndTest extends ProcessEndKit {

    @Override
    protected Class<?> program() {
        return Main.class;
    }

    /** JavaFX runs once in a process: whoever comes afterwards is told so at once, and the signals are the process's again. */
    @Test
    void aProcessGoesOnWithoutJavaFx(@TempDir Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        GoesOn.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();

        String written = Files.readString(output);
        assertThat(ended).as(written).isTrue();
        assertThat(written)
                .contains("refused: JavaFX: ended (expected: a process in which it was not before)")
                .contains("taken by us: false");
    }

    static final class GoesOn {

        private GoesOn() {}

        public static void main(String[] arguments) throws ReflectiveOperationException {
            Headless.properties();
            run("close", JavaFxBackend.create(), Platform::runLater).awaitClose();
            try {
                run("close", JavaFxBackend.create(), Platform::runLater);
            } catch (ApplicationException refused) {
                System.out.println("refused: " + refused.getCause().getMessage());
            }
            System.out.println(
                    "taken by us: " + Proxy.isProxyClass(handlerOfTerm().getClass()));
        }

        private static Object handlerOfTerm() throws ReflectiveOperationException {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            return signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance("TERM"),
                            handler.getField("SIG_DFL").get(null));
        }
    }

    static final class Main {

        private Main() {}

        public static void main(String[] arguments) {
            Headless.properties();
            run(arguments[0], JavaFxBackend.create(), Platform::runLater);
        }
    }
}
