package dev.gyre.ipc.bindgen;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Generates a TypeScript module from the project's compiled services and event types. */
@Mojo(
        name = "generate",
        defaultPhase = LifecyclePhase.PROCESS_CLASSES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
public final class GenerateMojo extends AbstractMojo {

    /** The module to write. */
    @Parameter(property = "gyre.bindgen.out", required = true)
    private File out = new File("");

    /** Classes with {@code @Binding} methods. */
    @Parameter(property = "gyre.bindgen.services")
    private List<String> services = new ArrayList<>();

    /** Classes with {@code static final EventType} constants. */
    @Parameter(property = "gyre.bindgen.events")
    private List<String> events = new ArrayList<>();

    /** Folders of Java sources to take the Javadoc from: the project's own, unless others are given. */
    @Parameter(property = "gyre.bindgen.sources", defaultValue = "${project.compileSourceRoots}")
    // Maven hands its own list over as it is, and that holds strings.
    private List<String> sources = new ArrayList<>();

    /** What the module imports the client from. */
    @Parameter(property = "gyre.bindgen.gyre", defaultValue = Options.GYRE)
    private String gyre = Options.GYRE;

    /** Whether to do nothing. */
    @Parameter(property = "gyre.bindgen.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${project.compileClasspathElements}", readonly = true, required = true)
    private List<String> classpath = new ArrayList<>();

    @Parameter(defaultValue = "${project.basedir}", readonly = true, required = true)
    private File basedir = new File("");

    /** Made by Maven, which then fills in the parameters. */
    public GenerateMojo() {}

    /**
     * Generates the module and writes it if that changes it.
     *
     * @throws MojoExecutionException if it cannot be made; the message tells what, where and what would do
     */
    @Override
    public void execute() throws MojoExecutionException {
        if (skip) {
            getLog().info("Skipped");
            return;
        }
        // What is shared with the generator, such as @Binding, comes from the plugin; all else from the project.
        try (URLClassLoader project = new URLClassLoader(urls(), GenerateMojo.class.getClassLoader())) {
            boolean written = OutputFile.write(out.toPath(), Bindgen.generate(options(), project));
            getLog().info(out + (written ? " written" : " unchanged"));
        } catch (BindgenException | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }

    private Options options() {
        List<Path> folders = sources.stream().map(basedir.toPath()::resolve).toList();
        return new Options(services, events, folders, gyre);
    }

    private URL[] urls() throws MalformedURLException {
        URL[] urls = new URL[classpath.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = new File(classpath.get(i)).toURI().toURL();
        }
        return urls;
    }
}
