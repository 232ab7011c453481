package dev.gyre.bench.stages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Folders of assets to pack, to the letter of the plan where it says them; the same on every run. */
final class AssetTrees {

    private static final long SEED = 22;

    /** The plan's font, in bytes. */
    static final int FONT = 315_132;

    /** The plan's assets beside the fonts. */
    static final int UNIQUE = 40;

    /** Files as pages have them: what of a hundred is which. */
    private static final List<String> MIX =
            List.of("html", "js", "js", "js", "css", "css", "svg", "png", "woff2", "map");

    /** Sizes are log-normal around this many bytes. */
    private static final int MEDIAN = 8 * 1024;

    /** Half of all files are within this factor's e-th power; the largest are some hundred KiB. */
    private static final double SPREAD = 1;

    private static final int DEPTH = 6;

    private static final String WEBJARS = "META-INF/resources/webjars/";

    private AssetTrees() {}

    /** Copies of a font under different paths, beside assets that are all different. */
    static void fonts(Path root, int copies) {
        byte[] font = noise(new Random(SEED), FONT);
        for (int i = 0; i < copies; i++) {
            write(root, "theme" + i + "/fonts/font.woff2", font);
        }
        site(root.resolve("site"), UNIQUE);
    }

    /** The plan's web tree: a generated site, nested, of files of many sizes and types, all different. */
    static void site(Path root, int files) {
        Random random = new Random(SEED);
        String[] words = words(random);
        for (int i = 0; i < files; i++) {
            String type = MIX.get(i % MIX.size());
            int size = (int) Math.min(512 * 1024, MEDIAN * Math.exp(SPREAD * random.nextGaussian()));
            boolean packed = type.equals("png") || type.equals("woff2");
            byte[] bytes = packed ? noise(random, size) : text(random, words, size);
            write(root, folder(i) + "file" + i + "." + type, bytes);
        }
    }

    /** Small scripts, all different: what counts is how many there are. */
    static void scripts(Path root, int files) {
        for (int i = 0; i < files; i++) {
            String text = "export const value" + i + " = " + i + ";\n";
            write(root, folder(i) + "module" + i + ".js", text.repeat(6).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A page by itself, one of a folder, and one six folders deep. */
    static void pages(Path root) {
        for (String path : List.of("about.html", "docs/index.html", "a/b/c/d/e/f/page.html")) {
            write(root, path, ("<!doctype html><title>" + path + "</title>").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String folder(int number) {
        StringBuilder folder = new StringBuilder();
        for (int level = 0; level < number % DEPTH; level++) {
            folder.append("folder").append(number / (level + 1) % 8).append('/');
        }
        return folder.toString();
    }

    private static byte[] noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String[] words(Random random) {
        String[] words = new String[2_000];
        for (int i = 0; i < words.length; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = 2 + random.nextInt(8); length > 0; length--) {
                word.append((char) ('a' + random.nextInt(26)));
            }
            words[i] = word.toString();
        }
        return words;
    }

    /** As in a language, and in code, few words are most of the text: the one of rank n comes with a chance of 1 / n. */
    private static byte[] text(Random random, String[] words, int size) {
        StringBuilder text = new StringBuilder(size + 16);
        while (text.length() < size) {
            int rank = (int) Math.exp(random.nextDouble() * Math.log(words.length));
            text.append(words[rank - 1]).append(random.nextInt(8) == 0 ? ";\n  " : " ");
        }
        return text.substring(0, size).getBytes(StandardCharsets.UTF_8);
    }

    /** The files of npm packages as the class path has them. */
    static void npm(Path root, String... packagesWithVersions) {
        for (String name : packagesWithVersions) {
            String folder = WEBJARS + name + "/";
            URL url = AssetTrees.class.getClassLoader().getResource(folder + "package.json");
            Require.that(url != null, "npm package: " + name + " (expected: one on the class path)");
            try {
                JarURLConnection connection = (JarURLConnection) url.openConnection();
                extract(connection.getJarFile(), folder, root.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void extract(JarFile jar, String folder, Path root) throws IOException {
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            if (!entry.isDirectory() && entry.getName().startsWith(folder)) {
                try (InputStream in = jar.getInputStream(entry)) {
                    write(root, entry.getName().substring(folder.length()), in.readAllBytes());
                }
            }
        }
    }

    /** What a build makes of a folder of resources: an entry for each path. */
    static void jar(Path root, Path jar) {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(root)) {
            out.putNextEntry(new JarEntry(JarFile.MANIFEST_NAME));
            out.write("Manifest-Version: 1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(
                        new JarEntry("web/" + root.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path root, String path, byte[] bytes) {
        Path file = root.resolve(path);
        Require.that(file.normalize().startsWith(root), "path: " + path + " (expected: inside of the folder)");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new folder, deleted as the virtual machine ends: at the end of a trial that would count as what is measured. */
    static Path temporary() {
        try {
            Path folder = Files.createTempDirectory("gyre-bench");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "gyre-bench-delete"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder()).forEach(AssetTrees::deleteOne);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
