package dev.gyre.assets.packer;

import dev.gyre.assets.Asset;
import dev.gyre.assets.AssetException;
import dev.gyre.assets.AssetSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a folder in the order of the bundle, and what different contents they have, in the order of first use. */
final class Inventory {

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Content> contents = new LinkedHashMap<>();

    private Inventory() {}

    /**
     * A path and what it names.
     *
     * @param path as a request names it, decoded
     * @param content the number of its content
     */
    record Entry(String path, String mediaType, int content) {}

    /** One content, wherever it is used. */
    static final class Content {
        private final int number;
        private final String hash;
        private final Path file;
        private final long size;
        private boolean isCompressible;

        private Content(int number, String hash, Path file, long size) {
            this.number = number;
            this.hash = hash;
            this.file = file;
            this.size = size;
        }

        /** Its SHA-256. */
        byte[] hash() {
            return HexFormat.of().parseHex(hash);
        }

        /** The first file that has it. */
        Path file() {
            return file;
        }

        long size() {
            return size;
        }

        /** Whether one of its paths has a media type that is not compressed already. */
        boolean isCompressible() {
            return isCompressible;
        }
    }

    /**
     * Lists a folder and reads every file once.
     *
     * @throws PackerException if there is nothing to pack or something cannot be read
     */
    static Inventory of(Path folder) {
        Inventory inventory = new Inventory();
        for (Asset asset : sorted(folder)) {
            inventory.add(folder, asset);
        }
        if (inventory.entries.isEmpty()) {
            throw new PackerException("directory: " + folder + " (expected: one with files in it)");
        }
        return inventory;
    }

    /** By the bytes of their paths: the order in which a file system lists them is its own, and that of the locale, too. */
    private static List<Asset> sorted(Path folder) {
        try {
            List<Asset> assets = new ArrayList<>(AssetSource.directory(folder).assets());
            assets.sort((a, b) -> Arrays.compareUnsigned(utf8(a.path()), utf8(b.path())));
            return assets;
        } catch (AssetException e) {
            throw new PackerException(String.valueOf(e.getMessage()), e);
        }
    }

    static byte[] utf8(String path) {
        return path.getBytes(StandardCharsets.UTF_8);
    }

    private void add(Path folder, Asset asset) {
        Path file = folder.resolve(asset.path().substring(1));
        Content content;
        try {
            String hash = hash(file);
            long size = Files.size(file);
            content = contents.computeIfAbsent(hash, any -> new Content(contents.size(), hash, file, size));
        } catch (IOException e) {
            throw new PackerException("file: " + file + " (expected: one that can be read)", e);
        }
        content.isCompressible |= Compressible.isWorthATry(asset.mediaType());
        entries.add(new Entry(asset.path(), asset.mediaType(), content.number));
    }

    private static String hash(Path file) throws IOException {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    List<Entry> entries() {
        return entries;
    }

    List<Content> contents() {
        return List.copyOf(contents.values());
    }
}
