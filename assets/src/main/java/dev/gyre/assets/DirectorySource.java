package dev.gyre.assets;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files under a directory, found by walking it; links are followed as long as they stay inside. */
final class DirectorySource implements AssetSource {

    private static final System.Logger LOG = System.getLogger(DirectorySource.class.getName());

    /** File systems of this machine, whose files tell by their times that they were written to. */
    private static final Set<String> LOCAL = Set.of(
            "ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "tmpfs", "ramfs", "overlay", "apfs", "hfs", "ufs");

    private final Path directory;
    private final Duration trusted;

    DirectorySource(Path directory, Duration trusted) {
        if (trusted.isNegative()) {
            throw new IllegalArgumentException("trusted: " + trusted + " (expected: zero or more)");
        }
        this.directory = directory;
        this.trusted = trusted;
    }

    @Override
    public List<Asset> assets() {
        try {
            Path root = directory.toRealPath();
            if (!Files.isDirectory(root)) {
                throw notADirectory(null);
            }
            List<Asset> found = new ArrayList<>();
            walk(new Walk(root, found, keeping(root)), root, "/");
            return found;
        } catch (IOException e) {
            throw notADirectory(e);
        }
    }

    @Override
    public Set<Path> directories() {
        return Set.of(directory);
    }

    private FileContent.@Nullable Keeping keeping(Path root) throws IOException {
        boolean isKept =
                !trusted.isZero() && LOCAL.contains(Files.getFileStore(root).type());
        return isKept ? new FileContent.Keeping(new HeapBudget(), trusted.toNanos(), System::nanoTime) : null;
    }

    private AssetException notADirectory(@Nullable IOException cause) {
        String message = "directory: " + directory + " (expected: a directory that can be read)";
        return cause == null ? new AssetException(message) : new AssetException(message, cause);
    }

    /** One listing: the real root, what was found, and the real folders from the root to here, so that links cannot loop. */
    private record Walk(Path root, List<Asset> found, FileContent.@Nullable Keeping keeping, List<Path> ancestors) {
        Walk(Path root, List<Asset> found, FileContent.@Nullable Keeping keeping) {
            this(root, found, keeping, new ArrayList<>());
        }
    }

    private static void walk(Walk walk, Path folder, String path) {
        walk.ancestors.add(folder);
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                visit(walk, child, path + name(child));
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.WARNING, "folder {0} is left out: {1}", folder, e.toString());
        }
        walk.ancestors.remove(walk.ancestors.size() - 1);
    }

    /** Without a second path: that would be a fourth of the time that a large listing takes a cold machine. */
    private static String name(Path child) {
        String whole = child.toString();
        String separator = child.getFileSystem().getSeparator();
        return whole.substring(whole.lastIndexOf(separator) + separator.length());
    }

    private static void visit(Walk walk, Path child, String path) {
        if (!AssetSources.isListed(path)) {
            return;
        }
        try {
            BasicFileAttributes found = attributes(child);
            // The folder is a real one, so only a link needs to be followed; and only a link can lead away.
            Path real = found.isSymbolicLink() ? child.toRealPath() : child;
            BasicFileAttributes attributes = found.isSymbolicLink() ? attributes(real) : found;
            if (found.isSymbolicLink() && !isInside(walk.root, real)) {
                LOG.log(System.Logger.Level.WARNING, "link {0} is left out: it leads out of what is served", child);
            } else if (attributes.isDirectory() && !walk.ancestors.contains(real)) {
                walk(walk, real, path + "/");
            } else if (attributes.isRegularFile()) {
                AssetSources.requireRoom(walk.found.size(), walk.root);
                walk.found.add(new Asset(path, new FileContent(real, FileStamp.of(attributes), walk.keeping)));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "file {0} is left out: {1}", child, e.toString());
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** A link may neither leave the root nor give a dot file another name. */
    private static boolean isInside(Path root, Path real) {
        if (!real.startsWith(root)) {
            return false;
        }
        for (Path name : root.relativize(real)) {
            if (name.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }
}
