package dev.gyre.assets;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The time as HTTP writes it (RFC 9110, section 5.6.7): the present one is made once a second, others are read. */
final class HttpDate {

    /** What is no date, or unknown. */
    static final long NONE = Long.MIN_VALUE;

    /** A year of two digits that lies further ahead than this was one of the last century. */
    private static final int YEARS_AHEAD = 50;

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** As it was written in the time of RFC 850, and as C writes it. */
    private static final List<Supplier<DateTimeFormatter>> OLD_FORMATS = List.of(
            () -> new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(
                            ChronoField.YEAR,
                            2,
                            2,
                            LocalDate.now(ZoneOffset.UTC).minusYears(99L - YEARS_AHEAD))
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH),
            () -> DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH));

    private record Stamp(long second, String text) {}

    /** Any thread writes it, racily: every stamp is right for its second. */
    private static volatile @Nullable Stamp last;

    private HttpDate() {}

    static String now() {
        return at(Instant.now().getEpochSecond());
    }

    static String at(long second) {
        Stamp stamp = last;
        if (stamp == null || stamp.second != second) {
            stamp = new Stamp(second, format(second));
            last = stamp;
        }
        return stamp.text;
    }

    /** Any second, without keeping it. */
    static String format(long second) {
        return FORMAT.format(Instant.ofEpochSecond(second));
    }

    /** The second that a field names in one of the three formats, or {@link #NONE}. */
    static long parse(String field) {
        long second = parse(field, FORMAT);
        for (Supplier<DateTimeFormatter> format : OLD_FORMATS) {
            second = second == NONE ? parse(field, format.get()) : second;
        }
        return second;
    }

    private static long parse(String field, DateTimeFormatter format) {
        try {
            return LocalDateTime.parse(field, format).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException noDate) {
            return NONE;
        }
    }
}
