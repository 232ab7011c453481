package dev.gyre.bench.windows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import me.friwi.jcefmaven.CefBuildInfo;
import me.friwi.jcefmaven.EnumPlatform;
import me.friwi.jcefmaven.UnsupportedPlatformException;

/**
 * Chromium's own files, too large for a jar of ours: a folder where they are, or are unpacked to from the class path.
 *
 * @param folder the folder
 * @param jars what the class path has to have beside ours, if they are to be unpacked
 */
public record Natives(Path folder, List<Path> jars) {

    /** Where the windows of JCEF look by default. */
    public static final Path DEFAULT = Path.of(System.getProperty("user.home"), ".cache", "gyre", "jcef");

    private static final Path REPOSITORY = Path.of(System.getProperty("user.home"), ".m2", "repository");

    /** The class by which JCEF finds them on the class path. */
    private static final String BUNDLE = "me/friwi/jcefmaven/CefNativeBundle.class";

    /**
     * Looks for them: in the folder, on the class path, and in the local Maven repository.
     *
     * @param folder where they are or are to be unpacked
     * @return them, or nothing if there are none
     */
    public static Optional<Natives> find(Path folder) {
        if (Files.exists(folder.resolve("install.lock")) || ClassLoader.getSystemResource(BUNDLE) != null) {
            return Optional.of(new Natives(folder, List.of()));
        }
        Path jar = inRepository();
        return Files.exists(jar) ? Optional.of(new Natives(folder, List.of(jar))) : Optional.empty();
    }

    /**
     * The jar that they come in.
     *
     * @return where Maven would have left it
     */
    public static Path inRepository() {
        try {
            String release = CefBuildInfo.fromClasspath().getReleaseTag();
            String artifact =
                    "jcef-natives-" + EnumPlatform.getCurrentPlatform().getIdentifier();
            return REPOSITORY
                    .resolve(Path.of("me", "friwi", artifact, release))
                    .resolve(artifact + "-" + release + ".jar");
        } catch (IOException | UnsupportedPlatformException unknown) {
            throw new IllegalStateException("JCEF: none for this system", unknown);
        }
    }
}
