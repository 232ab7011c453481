package dev.gyre.ipc.bindgen;

import com.fasterxml.jackson.core.TreeNode;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java types that are one plain value in a page. {@code java.time} is text in ISO 8601, under names of its own. */
final class Scalars {

    private static final List<Class<?>> BYTES = List.of(byte[].class, ByteBuffer.class);

    private static final List<Class<?>> NUMBERS = List.of(
            byte.class,
            short.class,
            int.class,
            long.class,
            float.class,
            double.class,
            Number.class,
            BigInteger.class,
            BigDecimal.class);

    private static final List<Class<?>> TEXTS = List.of(
            char.class,
            Character.class,
            char[].class,
            CharSequence.class,
            UUID.class,
            URI.class,
            URL.class,
            InetAddress.class,
            File.class,
            Path.class,
            Pattern.class,
            Charset.class,
            Locale.class,
            Currency.class,
            TimeZone.class,
            ZoneId.class,
            Date.class,
            Calendar.class);

    private static final List<Class<?>> NUMBERS_OR_NULL =
            List.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    /** What each looks like in a page. */
    private static final Map<Class<?>, String> TIMES = Map.ofEntries(
            Map.entry(Duration.class, "PT1M30S"),
            Map.entry(Instant.class, "2026-01-31T12:30:00Z"),
            Map.entry(LocalDate.class, "2026-01-31"),
            Map.entry(LocalDateTime.class, "2026-01-31T12:30:00"),
            Map.entry(LocalTime.class, "12:30:00"),
            Map.entry(MonthDay.class, "--01-31"),
            Map.entry(OffsetDateTime.class, "2026-01-31T12:30:00+01:00"),
            Map.entry(OffsetTime.class, "12:30:00+01:00"),
            Map.entry(Period.class, "P1M2D"),
            Map.entry(Year.class, "2026"),
            Map.entry(YearMonth.class, "2026-01"),
            Map.entry(ZonedDateTime.class, "2026-01-31T12:30:00+01:00"));

    private Scalars() {}

    static Optional<Ts> find(Class<?> type) {
        if (type == Object.class || TreeNode.class.isAssignableFrom(type)) {
            return Optional.of(Ts.UNKNOWN);
        }
        if (type == void.class || type == Void.class) {
            return Optional.of(Ts.of("null"));
        }
        if (type == boolean.class || type == Boolean.class || type == AtomicBoolean.class) {
            return Optional.of(Ts.of("boolean"));
        }
        return isOne(NUMBERS_OR_NULL, type) ? Optional.of(Ts.of("number").orNull()) : named(type);
    }

    private static Optional<Ts> named(Class<?> type) {
        String name =
                isOne(BYTES, type) ? "Uint8Array" : isNumber(type) ? "number" : isOne(TEXTS, type) ? "string" : "";
        return name.isEmpty() ? Optional.empty() : Optional.of(Ts.of(name));
    }

    static boolean isNumber(Class<?> type) {
        return isOne(NUMBERS, type);
    }

    /** An example of how a type of {@code java.time} looks in a page; absent for all other types. */
    static Optional<String> exampleOfTime(Class<?> type) {
        return Optional.ofNullable(TIMES.get(type));
    }

    /** The types of a stream inside a value, which Jackson writes as an array, and cannot read. */
    static boolean isWrittenAsArray(Class<?> type) {
        return type == Iterable.class || type == java.util.Iterator.class || type == Stream.class;
    }

    private static boolean isOne(List<Class<?>> types, Class<?> type) {
        return types.stream().anyMatch(candidate -> candidate.isAssignableFrom(type));
    }
}
