package dev.gyre.assets;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Files for the page. A source lists what it has; an {@link AssetIndex} is made of the list, and nothing outside the
 * list is ever served.
 */
@FunctionalInterface
public interface AssetSource {

    /**
     * Lists every file, each path once. May block; called when an index is built.
     *
     * @return the files
     * @throws AssetException if they cannot be listed
     */
    List<Asset> assets();

    /**
     * The directories it lists, which a server listens to that {@linkplain AssetServerOptions#watch() watches}.
     *
     * @return the directories; none by default
     */
    default Set<Path> directories() {
        return Set.of();
    }

    /**
     * The files under a directory, with a look at a file trusted for 1 s.
     *
     * @param directory the root
     * @return the source
     * @see #directory(Path, Duration)
     */
    static AssetSource directory(Path directory) {
        return directory(directory, Duration.ofSeconds(1));
    }

    /**
     * The files under a directory. Not listed are: names that begin with a dot, what lies outside once links are
     * followed, and names that no request can name. Files that come later are listed when the index is built again, which
     * a server that {@linkplain AssetServerOptions#watch() watches} does by itself.
     *
     * <p>Small files are kept in memory, on file systems of this machine. A request looks whether its file is still the one
     * that was read, unless another has looked a moment ago: until that moment is over it may get the file as it was before
     * a change, whole, with the validator it had. Building the index again forgets what was kept.
     *
     * @param directory the root
     * @param trusted how long a look at a file is trusted; zero keeps nothing, and reads a file for each request
     * @return the source
     * @throws IllegalArgumentException if the time is negative
     */
    static AssetSource directory(Path directory, Duration trusted) {
        return new DirectorySource(Objects.requireNonNull(directory, "directory"), trusted);
    }

    /**
     * The files under a folder of the class path, from directories and from jars, whether or not a jar has entries for
     * its folders. Where two have the same path, the first on the class path wins.
     *
     * @param root the folder, such as {@code web}
     * @return the source
     */
    static AssetSource classpath(String root) {
        return classpath(root, AssetSources.contextLoader());
    }

    /**
     * The files under a folder that a class loader sees.
     *
     * @param root the folder, such as {@code web}
     * @param loader the class loader
     * @return the source
     */
    static AssetSource classpath(String root, ClassLoader loader) {
        return new ClasspathSource(AssetSources.folder(root), Objects.requireNonNull(loader, "loader"));
    }

    /**
     * The files of a bundle, which {@code gyre-assets-packer} makes. It is opened when an index is built, and checked as
     * {@link AssetBundle} tells.
     *
     * @param file the bundle
     * @return the source
     */
    static AssetSource bundle(Path file) {
        return new BundleSource(Objects.requireNonNull(file, "file"));
    }

    /**
     * The files of a bundle on the class path. Out of a jar it is read onto the heap whole, and every checksum compared;
     * a large one is better off beside the jar.
     *
     * @param resource its name, such as {@code web.gyre}
     * @return the source
     */
    static AssetSource bundle(String resource) {
        return bundle(resource, AssetSources.contextLoader());
    }

    /**
     * The files of a bundle that a class loader sees.
     *
     * @param resource its name, such as {@code web.gyre}
     * @param loader the class loader
     * @return the source
     */
    static AssetSource bundle(String resource, ClassLoader loader) {
        return new ClasspathBundle(
                Objects.requireNonNull(resource, "resource"), Objects.requireNonNull(loader, "loader"));
    }

    /**
     * Files in memory.
     *
     * @param files path to content; a missing leading slash is added; the contents are copied
     * @return the source
     */
    static AssetSource memory(Map<String, byte[]> files) {
        List<Asset> assets = files.entrySet().stream()
                .map(file -> Asset.of(file.getKey(), file.getValue()))
                .toList();
        return () -> assets;
    }

    /**
     * Several sources laid over each other. Where two have the same path, the first wins.
     *
     * @param first the one on top
     * @param others the ones below, in order
     * @return the source
     */
    static AssetSource overlay(AssetSource first, AssetSource... others) {
        return AssetSources.overlay(first, List.of(others));
    }

    /**
     * This source below a path: what was {@code /a.js} is {@code /vendor/a.js} when mounted at {@code /vendor/}.
     *
     * @param prefix the path, with or without its outer slashes
     * @return the mounted source
     */
    default AssetSource at(String prefix) {
        String folder = AssetSources.folder(prefix);
        return new MountedSource(this, folder.isEmpty() ? "/" : "/" + folder + "/");
    }
}
