package dev.gyre.assets.packer;

import java.nio.file.Path;

/** The packer for benchmarks, in its own package: it is a program, and has no API for others. */
public final class PackerProbe {

    private PackerProbe() {}

    /**
     * Packs a folder.
     *
     * @param folder the folder
     * @param bundle where the bundle goes
     */
    public static void pack(Path folder, Path bundle) {
        Packer.pack(folder, bundle, Progress.NONE);
    }
}
