package dev.gyre.assets.packer;

import dev.gyre.assets.Asset;
import dev.gyre.assets.ContentEncoding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What packing saved, by media type and in all. */
final class Summary {

    private final Map<String, Row> byType = new TreeMap<>();
    private final Row all = new Row();

    private Summary() {}

    /** Sums up the files of a bundle. */
    static Summary of(Collection<Asset> assets) {
        Summary summary = new Summary();
        Set<String> seen = new HashSet<>();
        for (Asset asset : assets) {
            boolean isFirst = seen.add(asset.etag());
            String type = Compressible.withoutParameters(asset.mediaType());
            summary.byType.computeIfAbsent(type, any -> new Row()).add(asset, isFirst);
            summary.all.add(asset, isFirst);
        }
        return summary;
    }

    /** Bytes of some files: of all of them, of their different contents, and of those as they are sent. */
    static final class Row {
        private int files;
        private int contents;
        private long bytes;
        private long unique;
        private long gzip;
        private long brotli;

        private void add(Asset asset, boolean isFirst) {
            files++;
            bytes += asset.size();
            if (isFirst) {
                contents++;
                unique += asset.size();
                gzip += sent(asset, ContentEncoding.GZIP);
                brotli += sent(asset, ContentEncoding.BROTLI);
            }
        }

        /** To a client that takes this encoding. */
        private static long sent(Asset asset, ContentEncoding encoding) {
            return asset.size(asset.encodings().contains(encoding) ? encoding : ContentEncoding.IDENTITY);
        }

        int files() {
            return files;
        }

        int contents() {
            return contents;
        }

        /** As many as one entry for each path would take. */
        long bytes() {
            return bytes;
        }

        long duplicates() {
            return bytes - unique;
        }

        long unique() {
            return unique;
        }

        long gzip() {
            return gzip;
        }

        long brotli() {
            return brotli;
        }
    }

    Row all() {
        return all;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format("%-32s %7s %14s %14s %14s %14s", "", "files", "bytes", "unique", "gzip", "brotli"));
        byType.forEach((type, row) -> lines.add(line(type, row)));
        lines.add(line("all", all));
        lines.add(String.format(
                Locale.ROOT,
                "saved: %,d duplicate files of %,d bytes (%s of all); of what is left, gzip saves %s and brotli %s",
                all.files - all.contents,
                all.duplicates(),
                percent(all.duplicates(), all.bytes),
                percent(all.unique - all.gzip, all.unique),
                percent(all.unique - all.brotli, all.unique)));
        return lines;
    }

    private static String line(String name, Row row) {
        return String.format(
                Locale.ROOT,
                "%-32s %,7d %,14d %,14d %,14d %,14d",
                name,
                row.files,
                row.bytes,
                row.unique,
                row.gzip,
                row.brotli);
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f %%", whole == 0 ? 0 : 100.0 * part / whole);
    }
}
