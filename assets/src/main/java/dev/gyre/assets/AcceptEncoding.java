package dev.gyre.assets;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which encoding of an asset a client gets (RFC 9110, section 12.5.3). A pure function of the field and of what there is.
 *
 * <p>Two rules are stricter than the section. An encoding is sent only to a client that names it: {@code *}, or no field at
 * all, gets identity, because clients that say either and cannot decode exist. And a client that refuses identity
 * ({@code identity;q=0}, or {@code *;q=0} without naming it) and names nothing that there is, gets nothing, that is 406:
 * the section lets a server send identity all the same only where identity is not refused, and what was refused in so many
 * words would be thrown away.
 *
 * <p>Where any encoding exists, every answer, 304 and 406 among them, depends on the field and says so: {@link #VARY}.
 */
final class AcceptEncoding {

    /** The value of {@code Vary} for all that has more encodings than identity. */
    static final String VARY = "Accept-Encoding";

    private static final String ANY = "*";

    private AcceptEncoding() {}

    /**
     * Chooses by weight, and among equals the tightest, which is the last of the enum.
     *
     * @param field all lines of the field, or null if there is none
     * @param available in the order of the enum; identity is always there
     * @return one of the available, or null if the client refuses all there is
     */
    static @Nullable ContentEncoding choose(@Nullable String field, Set<ContentEncoding> available) {
        if (field == null) {
            return ContentEncoding.IDENTITY;
        }
        List<Weighted> wanted = Weighted.codings(field);
        int any = Weighted.of(ANY, wanted);
        int named = weight(ContentEncoding.IDENTITY, wanted);
        int identity = named == Weighted.ABSENT ? any : named;
        ContentEncoding best = null;
        int most = 0;
        for (ContentEncoding encoding : available) {
            int weight = encoding == ContentEncoding.IDENTITY ? 0 : weight(encoding, wanted);
            if (weight > 0 && weight >= most) {
                best = encoding;
                most = weight;
            }
        }
        if (identity == 0) {
            return best;
        }
        return best == null || identity > most ? ContentEncoding.IDENTITY : best;
    }

    /** {@code x-gzip} is an old name of {@code gzip} (section 8.4.1.3). */
    private static int weight(ContentEncoding encoding, List<Weighted> wanted) {
        int weight = Weighted.of(encoding.token(), wanted);
        return weight == Weighted.ABSENT && encoding == ContentEncoding.GZIP ? Weighted.of("x-gzip", wanted) : weight;
    }
}
