package dev.gyre.assets.packer;

import dev.gyre.assets.AssetBundle;
import dev.gyre.assets.AssetException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Packs a folder into a bundle. */
final class Packer {

    /** Contents that are packed ahead of the one that is being written, for each processor: what the heap must hold. */
    private static final int AHEAD = 2;

    private static final AtomicInteger THREADS = new AtomicInteger();

    private final Inventory inventory;
    private final Progress progress;

    private Packer(Inventory inventory, Progress progress) {
        this.inventory = inventory;
        this.progress = progress;
    }

    /**
     * What became of it.
     *
     * @param isWritten false if the file was there already, bit for bit
     */
    record Outcome(boolean isWritten, Summary summary) {}

    /**
     * Packs a folder. The bundle takes its place at once, after the runtime's own reader has verified it, and only if that
     * changes anything.
     *
     * @throws PackerException if it cannot be made; what was at its place stays
     */
    static Outcome pack(Path folder, Path out, Progress progress) {
        requireOutside(folder, out);
        Inventory inventory = Inventory.of(folder);
        Path target = out.toAbsolutePath();
        Path draft = target.resolveSibling(target.getFileName() + ".draft");
        try {
            Files.createDirectories(target.getParent());
            try {
                new Packer(inventory, progress).write(draft);
                return settle(draft, target);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new PackerException("out: " + out + " cannot be written: " + e, e);
        }
    }

    /** A bundle in the folder would be packed into the next one. */
    private static void requireOutside(Path folder, Path out) {
        if (out.toAbsolutePath().normalize().startsWith(folder.toAbsolutePath().normalize())) {
            throw new PackerException("out: " + out + " (expected: outside of " + folder + ")");
        }
    }

    private void write(Path draft) throws IOException {
        try (BundleWriter writer = new BundleWriter(new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16))) {
            writeContents(writer);
            writer.finish(inventory.entries());
        }
    }

    /** Several threads pack, this one writes in order; the deque bounds how far they are ahead. */
    private void writeContents(BundleWriter writer) throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(
                processors, task -> new Thread(task, "gyre-packer-" + THREADS.incrementAndGet()));
        try {
            Deque<Future<Forms>> ahead = new ArrayDeque<>();
            int done = 0;
            List<Inventory.Content> contents = inventory.contents();
            for (Inventory.Content content : contents) {
                ahead.add(pool.submit(() -> Forms.of(content)));
                if (ahead.size() > AHEAD * processors) {
                    writer.add(await(ahead.remove()));
                    progress.at(++done, contents.size());
                }
            }
            while (!ahead.isEmpty()) {
                writer.add(await(ahead.remove()));
                progress.at(++done, contents.size());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Forms await(Future<Forms> forms) throws IOException {
        try {
            return forms.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PackerException told) {
                throw told;
            }
            throw new PackerException("packing failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PackerException("packing was interrupted", e);
        }
    }

    private static Outcome settle(Path draft, Path target) throws IOException {
        Summary summary;
        try {
            AssetBundle bundle = AssetBundle.open(draft);
            bundle.verify();
            summary = Summary.of(bundle.assets());
        } catch (AssetException e) {
            throw new PackerException("the bundle that was written cannot be read: " + e.getMessage(), e);
        }
        if (Files.isRegularFile(target) && Files.mismatch(draft, target) < 0) {
            return new Outcome(false, summary);
        }
        Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        return new Outcome(true, summary);
    }
}
