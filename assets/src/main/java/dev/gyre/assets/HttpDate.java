package dev.gyre.assets;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The time as HTTP writes it (RFC 9110, section 5.6.7), made once a second. */
final class HttpDate {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

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
            stamp = new Stamp(second, FORMAT.format(Instant.ofEpochSecond(second)));
            last = stamp;
        }
        return stamp.text;
    }
}
