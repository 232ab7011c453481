package dev.gyre.bench.stages;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.jar.JarEntry;
import org.jspecify.annotations.Nullable;

/** How one finds what a request asks for without an index: by asking the file system, or the class loader, each time. */
final class FileChain implements AutoCloseable {

    private static final String WEB = "web";

    private final Path root;
    private final URLClassLoader loader;

    FileChain(Path root, Path jar) {
        this.root = root;
        try {
            loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("a path has a URL", impossible);
        }
    }

    /** What a file is, or null if there is none: the file itself, the page of a folder, a page without its extension. */
    @Nullable
    BasicFileAttributes inDirectory(String target) throws IOException {
        Path file = root.resolve(URLDecoder.decode(target.substring(1), StandardCharsets.UTF_8))
                .normalize();
        if (!file.startsWith(root)) {
            return null;
        }
        if (!Files.exists(file)) {
            file = file.resolveSibling(file.getFileName() + ".html");
        } else if (Files.isDirectory(file)) {
            file = file.resolve("index.html");
        }
        return Files.exists(file) ? Files.readAttributes(file, BasicFileAttributes.class) : null;
    }

    /**
     * What a resource is, as far as a jar tells.
     *
     * @param size in bytes
     * @param modified in milliseconds since the epoch
     */
    record Resource(long size, long modified) {}

    /** What a resource is, or null if there is none; as of a file, its size and its time. */
    @Nullable
    Resource inJar(String target) throws IOException {
        String name = WEB + URLDecoder.decode(target, StandardCharsets.UTF_8);
        URL found = loader.getResource(name.endsWith("/") ? name + "index.html" : name);
        if (found == null) {
            found = loader.getResource(name + ".html");
        }
        if (found == null) {
            return null;
        }
        JarEntry entry = ((JarURLConnection) found.openConnection()).getJarEntry();
        return new Resource(entry.getSize(), entry.getTime());
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
