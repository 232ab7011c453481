package dev.gyre.ipc.bindgen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gyre.ipc.bindgen.example.Models;
import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what is generated against what the runtime's own mapper writes. */
class RuntimeJsonTest {

    private static final ObjectMapper RUNTIME = runtime();

    /** The runtime shows its mapper to nobody, and needs not for this. */
    private static ObjectMapper runtime() {
        try {
            Class<?> limits = Class.forName("dev.gyre.ipc.IpcLimits");
            Field defaults = limits.getDeclaredField("DEFAULT");
            defaults.setAccessible(true);
            Method mapper = Class.forName("dev.gyre.ipc.Json").getDeclaredMethod("mapper", limits, Consumer.class);
            mapper.setAccessible(true);
            Consumer<JsonMapper.Builder> nothing = builder -> {};
            return (ObjectMapper) mapper.invoke(null, defaults.get(null), nothing);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("dev.gyre.ipc.Json", e);
        }
    }

    @Test
    void findsPropertiesBySettingsOfTheRuntime() {
        EnumSet<MapperFeature> strictness =
                EnumSet.of(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.BLOCK_UNSAFE_POLYMORPHIC_BASE_TYPES);

        for (MapperFeature feature : EnumSet.complementOf(strictness)) {
            assertThat(RuntimeJson.MAPPER.isEnabled(feature)).as(feature.name()).isEqualTo(RUNTIME.isEnabled(feature));
        }
        assertThat(RuntimeJson.MAPPER.getVisibilityChecker())
                .hasToString(RUNTIME.getVisibilityChecker().toString());
        assertThat(RuntimeJson.MAPPER.getPropertyNamingStrategy()).isEqualTo(RUNTIME.getPropertyNamingStrategy());
    }

    @SuppressWarnings("JavaUtilDate")
    static Stream<Object> scalars() throws Exception {
        Instant instant = Instant.parse("2026-01-31T12:30:00Z");
        return Stream.of(
                true,
                new AtomicBoolean(),
                (byte) 1,
                (short) 1,
                1,
                1L,
                1.5f,
                1.5,
                BigInteger.ONE,
                BigDecimal.ONE,
                new AtomicInteger(),
                new AtomicLong(),
                OptionalInt.of(1),
                OptionalLong.of(1),
                OptionalDouble.of(1),
                Year.of(2026),
                'c',
                "text",
                "text".toCharArray(),
                UUID.randomUUID(),
                URI.create("https://example.com"),
                URI.create("https://example.com").toURL(),
                InetAddress.getLoopbackAddress(),
                new File("file"),
                Path.of("file"),
                Pattern.compile("a"),
                StandardCharsets.UTF_8,
                Locale.ROOT,
                Currency.getInstance("EUR"),
                TimeZone.getTimeZone("UTC"),
                ZoneId.of("UTC"),
                ZoneOffset.UTC,
                Date.from(instant),
                Calendar.getInstance(),
                Duration.ofSeconds(90),
                instant,
                LocalDate.EPOCH,
                LocalDateTime.MIN,
                LocalTime.NOON,
                MonthDay.of(1, 31),
                OffsetDateTime.MIN,
                OffsetTime.MIN,
                Period.ofDays(1),
                YearMonth.of(2026, 1),
                ZonedDateTime.ofInstant(instant, ZoneId.of("Europe/Berlin")));
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void scalarsAreWhatIsWritten(Object value) {
        Class<?> type = value.getClass();
        String said = Scalars.exampleOfTime(type).isPresent()
                ? "string"
                : Scalars.find(type).orElseThrow().text();

        assertThat(said).isEqualTo(kind(RUNTIME.valueToTree(value)));
    }

    /** Text that is no frame's bears bytes as base64; where the transport carries bytes they are the page's own type. */
    @Test
    void bytesAreBytes() {
        assertThat(Scalars.find(byte[].class)).contains(Ts.of("Uint8Array"));
        assertThat(Scalars.find(ByteBuffer.allocateDirect(1).getClass())).contains(Ts.of("Uint8Array"));
    }

    private static String kind(JsonNode value) {
        return value.isTextual() ? "string" : value.isNumber() ? "number" : value.isBoolean() ? "boolean" : "other";
    }

    @Test
    void annotatedVariantsAreToldAsJacksonTellsThem() throws Exception {
        Place place = new Place(Direction.TO_PAGE, "test", "value");
        Map<Class<?>, String> animals =
                Union.of(Models.Animal.class, place).orElseThrow().variants();

        for (Models.Animal animal : List.of(new Models.Cat(9), new Models.Dog("Rex"))) {
            JsonNode written = RUNTIME.readTree(RUNTIME.writeValueAsString(animal));
            assertThat(written.get("kind").textValue()).isEqualTo(animals.get(animal.getClass()));
        }
        JsonNode car = RUNTIME.valueToTree(new Models.Car("Car", 4));
        assertThat(RUNTIME.treeToValue(car, Models.Vehicle.class)).isInstanceOf(Models.Car.class);
        assertThat(Union.tag(Models.Car.class, place)).contains(Map.entry("sort", "Car"));
    }
}
