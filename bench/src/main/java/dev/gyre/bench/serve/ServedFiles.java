package dev.gyre.bench.serve;

import dev.gyre.assets.packer.PackerProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** What is served: one file of each size, alike in a directory and in a bundle, and folders of few and of many files. */
final class ServedFiles {

    private static final int KIB = 1024;
    private static final int SEED = 23;

    private final Path root;

    ServedFiles(Path root) {
        this.root = root;
    }

    /** The folder of one file for each size. */
    Path sizes() {
        return root.resolve("sizes");
    }

    static Path bundleOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".gyre");
    }

    void laySizes() {
        write(sizes(), "1.js", KIB);
        write(sizes(), "64.js", 64 * KIB);
        write(sizes(), "1024.js", 1024 * KIB);
        PackerProbe.pack(sizes(), bundleOf(sizes()));
    }

    /** A folder of so many files of 1 KiB. */
    Path many(int files) {
        return root.resolve("of" + files);
    }

    /** Lays it, and beside it the script that has wrk ask for one after the other. */
    void layMany(int files) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            String path = "folder" + i % 100 + "/file" + i + ".js";
            write(many(files), path, KIB);
            paths.add("\"/" + path + "\"");
        }
        String script = """
                local paths = {%s}
                local requests = {}
                local at = 0
                function init(args)
                  for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end
                end
                function request()
                  at = at %% #requests + 1
                  return requests[at]
                end
                """.formatted(paths.stream().collect(Collectors.joining(",")));
        write(scriptOf(files), script.getBytes(StandardCharsets.UTF_8));
    }

    Path scriptOf(int files) {
        return root.resolve("of" + files + ".lua");
    }

    private static void write(Path folder, String path, int size) {
        Random random = new Random(SEED + path.hashCode());
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(26));
        }
        write(folder.resolve(path), bytes);
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
