package dev.gyre.ipc.bindgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.ipc.bindgen.example.Stock;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateMojoTest {

    private final GenerateMojo goal = new GenerateMojo();

    @TempDir
    private Path folder;

    private Path module;

    @BeforeEach
    void writeIntoTheFolder() throws ReflectiveOperationException {
        module = folder.resolve("gyre.ts");
        set("out", module.toFile());
    }

    @Test
    void writesTheModule() throws Exception {
        set("events", List.of(Stock.class.getName()));

        goal.execute();

        assertThat(Files.readString(module)).isEqualTo(GoldenTest.golden("events.ts"));
    }

    /** The service is compiled by the test and on no class path but the project's own. */
    @Test
    void readsServicesFromTheProjectsClassPathAndJavadocFromItsSources() throws Exception {
        Path source = folder.resolve("src").resolve("Greeter.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, """
                /** Greets. */
                public final class Greeter {
                    public record Greeting(String text) {}

                    @dev.gyre.ipc.Binding
                    Greeting greet(String name) {
                        return new Greeting(name);
                    }
                }
                """);
        Path classes = compile(source);
        set("services", List.of("Greeter"));
        set("classpath", List.of(classes.toString()));
        set("sources", List.of(source.getParent().toString()));

        goal.execute();

        assertThat(Files.readString(module))
                .contains("/** Greets. */\nexport const Greeter = {\n")
                .contains("  greet: (name: string, options?: CallOptions): Promise<Greeting> =>")
                .contains("export interface Greeting {\n  text: string;\n}\n");
    }

    @Test
    void failsTheBuildWithTheReason() throws Exception {
        set("services", List.of("a.B"));

        assertThatThrownBy(goal::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("service: a.B (expected: a class on the class path)");
    }

    @Test
    void failsTheBuildIfThereIsNothingToGenerateFrom() {
        assertThatThrownBy(goal::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("services and events: none (expected: at least one class)");
    }

    @Test
    void doesNothingIfSkipped() throws Exception {
        set("skip", true);

        goal.execute();

        assertThat(module).doesNotExist();
    }

    private Path compile(Path source) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        int outcome = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-parameters",
                        "-d",
                        classes.toString(),
                        "-cp",
                        new File(dev.gyre.ipc.Binding.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .getPath())
                                .getPath(),
                        source.toString());
        assertThat(outcome).isZero();
        return classes;
    }

    private void set(String parameter, Object value) throws ReflectiveOperationException {
        Field field = GenerateMojo.class.getDeclaredField(parameter);
        field.setAccessible(true);
        field.set(goal, value);
    }
}
