package dev.gyre.assets.packer;

import dev.gyre.assets.Asset;
import dev.gyre.assets.AssetBundle;
import dev.gyre.assets.AssetException;
import dev.gyre.assets.ContentEncoding;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/** The packer as a program. Exit codes: 0 all is well, 1 a bundle cannot be made or is damaged, 2 a wrong command line. */
public final class Main {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final PrintStream out;
    private final Progress progress;

    private Main(PrintStream out, Progress progress) {
        this.out = out;
        this.progress = progress;
    }

    /**
     * Packs, verifies or lists.
     *
     * @param arguments as {@code --help} tells
     */
    public static void main(String... arguments) {
        Progress progress = Terminal.isThere() ? Terminal.progress(System.err) : Progress.NONE;
        int outcome = run(System.out, System.err, progress, arguments);
        if (outcome != OK) {
            System.exit(outcome);
        }
    }

    static int run(PrintStream out, PrintStream err, Progress progress, String... arguments) {
        try {
            new Main(out, progress).run(CommandLine.parse(arguments));
            return OK;
        } catch (CommandLine.UsageException wrong) {
            err.println(wrong.getMessage());
            return USAGE;
        } catch (PackerException | AssetException refused) {
            err.println(refused.getMessage());
            return FAILED;
        }
    }

    private void run(CommandLine line) {
        switch (line.command()) {
            case PACK -> pack(line.paths().get(0), line.paths().get(1));
            case VERIFY -> verify(line.paths().get(0));
            case LIST -> list(line.paths().get(0));
            case HELP -> out.print(CommandLine.USAGE);
        }
    }

    private void pack(Path folder, Path file) {
        Packer.Outcome outcome = Packer.pack(folder, file, progress);
        out.println(file + (outcome.isWritten() ? " written" : " unchanged"));
        outcome.summary().lines().forEach(out::println);
    }

    private void verify(Path file) {
        Summary.Row all = Summary.of(Verification.verify(file).assets()).all();
        out.println(file + ": " + all.files() + " files, " + all.contents() + " contents, all as they should be");
    }

    private void list(Path file) {
        AssetBundle.open(file).assets().forEach(asset -> out.println(line(asset)));
    }

    private static String line(Asset asset) {
        return String.format(
                Locale.ROOT,
                "%,14d %14s %14s  %-40s %s",
                asset.size(),
                size(asset, ContentEncoding.GZIP),
                size(asset, ContentEncoding.BROTLI),
                asset.mediaType(),
                asset.path());
    }

    private static String size(Asset asset, ContentEncoding encoding) {
        return asset.encodings().contains(encoding) ? String.format(Locale.ROOT, "%,d", asset.size(encoding)) : "-";
    }
}
