package dev.gyre.assets.packer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.assets.AssetBundle;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackMojoTest {

    private final PackMojo goal = new PackMojo();
    private final List<String> told = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path bundle;

    @BeforeEach
    void packTheFolder() throws ReflectiveOperationException, IOException {
        bundle = folder.resolve("classes").resolve("web.gyre");
        set("directory", Files.createDirectory(folder.resolve("web")).toFile());
        set("out", bundle.toFile());
        goal.setLog(new SystemStreamLog() {
            @Override
            public void info(CharSequence content) {
                told.add(content.toString());
            }
        });
    }

    @Test
    void writesTheBundleAndTellsWhatThatSaved() throws Exception {
        Trees.write(folder.resolve("web"), "index.html", "front");

        goal.execute();
        goal.execute();

        assertThat(AssetBundle.open(bundle).assets()).hasSize(1);
        assertThat(told)
                .contains(bundle + " written", bundle + " unchanged")
                .anyMatch(line -> line.startsWith("saved: "));
    }

    @Test
    void failsTheBuildWithTheReason() {
        assertThatThrownBy(goal::execute)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessage("directory: " + folder.resolve("web") + " (expected: one with files in it)");
    }

    @Test
    void doesNothingIfSkipped() throws Exception {
        set("skip", true);

        goal.execute();

        assertThat(bundle).doesNotExist();
        assertThat(told).containsExactly("Skipped");
    }

    /** What Maven reads: the goal's name, its phase and its defaults. */
    @Test
    void isDescribedToMaven() throws IOException {
        String descriptor = Files.readString(Path.of("target/classes/META-INF/maven/plugin.xml"));

        assertThat(descriptor)
                .contains("<goalPrefix>gyre-assets-packer</goalPrefix>")
                .contains("<goal>pack</goal>")
                .contains("<phase>prepare-package</phase>")
                .contains("${project.basedir}/src/main/web")
                .contains("${project.build.outputDirectory}/web.gyre");
    }

    private void set(String parameter, Object value) throws ReflectiveOperationException {
        Field field = PackMojo.class.getDeclaredField(parameter);
        field.setAccessible(true);
        field.set(goal, value);
    }
}
