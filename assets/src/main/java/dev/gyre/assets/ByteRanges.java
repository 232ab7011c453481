package dev.gyre.assets;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Range} field asks for (RFC 9110, section 14.2).
 *
 * @param outcome what to answer with
 * @param parts the ranges, in the order asked for; none unless the outcome is PARTS
 */
record ByteRanges(Outcome outcome, List<ByteRange> parts) {

    /** What to answer with. */
    enum Outcome {
        /** The whole representation: nothing was asked for, or too much. */
        WHOLE,
        /** The ranges. */
        PARTS,
        /** Nothing of what was asked for exists, or the field is none. */
        UNSATISFIABLE
    }

    static final ByteRanges WHOLE = new ByteRanges(Outcome.WHOLE, List.of());
    static final ByteRanges UNSATISFIABLE = new ByteRanges(Outcome.UNSATISFIABLE, List.of());

    /** A viewer of large files asks for two or three at a time; each costs a header of about 150 bytes. */
    static final int MOST = 16;

    private static final String UNIT = "bytes=";

    /**
     * Reads the field. An unknown unit is ignored, as the section demands. A malformed range is answered like an
     * unsatisfiable one, so that a client that computes its ranges wrongly learns it. More ranges than {@link #MOST}, or
     * ranges that overlap so much that together they are more than the whole, get the whole (section 14.2: a server may
     * ignore what looks like an attack). Of nothing there are no parts, and clients that ask for the first bytes of
     * everything should not fail at an empty file.
     */
    static ByteRanges parse(@Nullable String field, long size) {
        if (field == null || size == 0 || !field.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return WHOLE;
        }
        List<ByteRange> asked = new ArrayList<>();
        for (String element : field.substring(UNIT.length()).split(",", -1)) {
            String spec = HttpSyntax.trim(element);
            ByteRange range = spec.isEmpty() ? null : ByteRange.parse(spec, size);
            if (range == null && !spec.isEmpty()) {
                return UNSATISFIABLE;
            }
            if (range != null) {
                asked.add(range);
            }
        }
        return asked.isEmpty() ? WHOLE : choose(asked, size);
    }

    private static ByteRanges choose(List<ByteRange> asked, long size) {
        List<ByteRange> satisfiable =
                asked.stream().filter(range -> range.length() > 0).toList();
        if (satisfiable.isEmpty()) {
            return UNSATISFIABLE;
        }
        long together = satisfiable.stream().mapToLong(ByteRange::length).sum();
        return asked.size() > MOST || together > size ? WHOLE : new ByteRanges(Outcome.PARTS, satisfiable);
    }
}
