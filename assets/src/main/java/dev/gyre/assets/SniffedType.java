package dev.gyre.assets;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the content of one asset turned out to be, looked at when it is first served and again when it changed. An index
 * holds one at most for each of its entries, so what is kept is bounded by the index.
 */
final class SniffedType {

    /** Room for the first bytes; confined to its thread, and of no use between two calls: no response costs a buffer. */
    private static final class Prefix {
        static final ThreadLocal<Prefix> OF_THREAD = ThreadLocal.withInitial(Prefix::new);

        final byte[] bytes = new byte[Sniffer.PREFIX];
        final ByteBuffer view = ByteBuffer.wrap(bytes);
    }

    private record Kept(String etag, Scripts scripts, String type) {}

    /** Any thread writes it, racily: who looked at the same content found the same. */
    private volatile @Nullable Kept kept;

    /** Blocks on I/O if the content does, once for each validator. */
    String of(OpenContent content, Scripts scripts) throws IOException {
        String etag = content.etag();
        String known = known(etag, scripts);
        return known == null ? keep(new Kept(etag, scripts, sniff(content, scripts))) : known;
    }

    /** The same of content that is not open and does not change once listed; opens it only to look at it. */
    String ofUnopened(AssetContent content, Scripts scripts) throws IOException {
        String known = known(content.etag(), scripts);
        if (known != null) {
            return known;
        }
        try (OpenContent opened = content.open()) {
            return of(opened, scripts);
        }
    }

    private @Nullable String known(String etag, Scripts scripts) {
        Kept found = kept;
        return found != null && found.scripts == scripts && found.etag.equals(etag) ? found.type : null;
    }

    private String keep(Kept found) {
        kept = found;
        return found.type;
    }

    private static String sniff(OpenContent content, Scripts scripts) throws IOException {
        Prefix prefix = Prefix.OF_THREAD.get();
        content.prefix(prefix.view.clear());
        return Sniffer.sniff(prefix.bytes, prefix.view.position(), scripts);
    }
}
