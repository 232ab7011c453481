package dev.gyre.assets;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which encoding a client gets (RFC 9110, section 12.5.3).
 *
 * <p>Only what it names: {@code *} alone gives nobody a packed form, for a client that has never heard of brotli may write
 * it. What cannot be understood is as if it were not there.
 */
final class AcceptEncoding {

    /** Not written: below any weight that is. */
    private static final int UNNAMED = -1;

    /** By encoding, in thousandths. */
    private final Map<ContentEncoding, Integer> weights = new EnumMap<>(ContentEncoding.class);

    private int others = UNNAMED;

    private AcceptEncoding(String field) {
        for (String member : field.split(",", -1)) {
            add(member);
        }
    }

    /**
     * Chooses among the encodings of an asset: the greatest weight, and of equal ones the tightest.
     *
     * @param field the field's value, null if the client sent none
     * @param available in the order of the enum
     * @return null if the client refuses all of them
     */
    static @Nullable ContentEncoding choose(@Nullable String field, Set<ContentEncoding> available) {
        if (field == null) {
            return ContentEncoding.IDENTITY;
        }
        AcceptEncoding accepted = new AcceptEncoding(field);
        ContentEncoding best = null;
        int weight = 0;
        // In the order of the enum: of equal weights brotli wins over gzip, and gzip over identity.
        for (ContentEncoding encoding : available) {
            int own = accepted.weights.getOrDefault(encoding, UNNAMED);
            if (own > 0 && own >= weight) {
                best = encoding;
                weight = own;
            }
        }
        return best == null && accepted.takesIdentity() ? ContentEncoding.IDENTITY : best;
    }

    /** It needs not be named, and is refused by its own zero, or by that of all others. */
    private boolean takesIdentity() {
        return weights.getOrDefault(ContentEncoding.IDENTITY, others) != 0;
    }

    private void add(String member) {
        int semicolon = member.indexOf(';');
        String token = (semicolon < 0 ? member : member.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        int weight =
                semicolon < 0 ? 1000 : weight(member.substring(semicolon + 1).strip());
        if (weight == UNNAMED) {
            return;
        }
        switch (token) {
            case "identity" -> weights.put(ContentEncoding.IDENTITY, weight);
            case "gzip", "x-gzip" -> weights.put(ContentEncoding.GZIP, weight);
            case "br" -> weights.put(ContentEncoding.BROTLI, weight);
            case "*" -> others = weight;
            default -> {
                // One that no asset has.
            }
        }
    }

    /** A weight of section 12.4.2, {@code q=} and up to three decimals, in thousandths. */
    private static int weight(String parameter) {
        String value = parameter.length() > 2 ? parameter.substring(2) : "";
        boolean isWeight = parameter.regionMatches(true, 0, "q=", 0, 2)
                && (value.matches("0(?:\\.[0-9]{0,3})?") || value.matches("1(?:\\.0{0,3})?"));
        return isWeight ? (int) Math.round(Double.parseDouble(value) * 1000) : UNNAMED;
    }
}
