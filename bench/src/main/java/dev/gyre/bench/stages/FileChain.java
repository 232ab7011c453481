package dev.gyre.bench.stages;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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

    /** Where a resource is, or null if there is none. */
    @Nullable
    URL inJar(String target) {
        String name = WEB + URLDecoder.decode(target, StandardCharsets.UTF_8);
        URL found = loader.getResource(name.endsWith("/") ? name + "index.html" : name);
        return found == null ? loader.getResource(name + ".html") : found;
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
