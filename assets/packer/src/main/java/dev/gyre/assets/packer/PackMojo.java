package dev.gyre.assets.packer;

import java.io.File;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Packs a folder of assets into a bundle among the project's classes, or elsewhere. */
@Mojo(name = "pack", defaultPhase = LifecyclePhase.PREPARE_PACKAGE, threadSafe = true)
public final class PackMojo extends AbstractMojo {

    /** The folder to pack. */
    @Parameter(property = "gyre.packer.directory", defaultValue = "${project.basedir}/src/main/web", required = true)
    private File directory = new File("");

    /** The bundle to write. */
    @Parameter(
            property = "gyre.packer.out",
            defaultValue = "${project.build.outputDirectory}/web.gyre",
            required = true)
    private File out = new File("");

    /** Whether to do nothing. */
    @Parameter(property = "gyre.packer.skip", defaultValue = "false")
    private boolean skip;

    /** Made by Maven, which then fills in the parameters. */
    public PackMojo() {}

    /**
     * Packs the folder and writes the bundle if that changes it.
     *
     * @throws MojoExecutionException if it cannot be made; the message tells what, where and what would do
     */
    @Override
    public void execute() throws MojoExecutionException {
        if (skip) {
            getLog().info("Skipped");
            return;
        }
        try {
            Packer.Outcome outcome = Packer.pack(directory.toPath(), out.toPath(), Progress.NONE);
            getLog().info(out + (outcome.isWritten() ? " written" : " unchanged"));
            outcome.summary().lines().forEach(getLog()::info);
        } catch (PackerException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
    }
}
