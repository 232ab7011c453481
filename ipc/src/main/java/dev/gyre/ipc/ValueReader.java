package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.util.ClassUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of one declared type. Text, integers and booleans that are as declared come straight from their token; all
 * else, and whatever does not fit, is left to Jackson, which sets up a context for each value.
 */
final class ValueReader {

    /** What may come straight from a token. */
    private enum Plain {
        TEXT,
        INT,
        LONG,
        BOOLEAN,
        NOTHING
    }

    /** One of each kind of text that an application might have had Jackson take for something else, and the other scalars. */
    private static final List<String> SAMPLES =
            List.of("\"\"", "\" \"", "\"x\"", "\"0\"", "\"1.5\"", "\"true\"", "0", "1", "true", "false");

    private final ObjectReader reader;
    private final Plain plain;

    /** Of what comes straight from a token: the tokens that are never taken for one. */
    private final Set<JsonToken> refused;

    private ValueReader(ObjectReader reader, Plain plain) throws IOException {
        this.reader = reader;
        this.plain = plain;
        this.refused = plain == Plain.NOTHING ? Set.of() : refused(reader);
    }

    static ValueReader of(ObjectMapper mapper, JavaType type) {
        try {
            return new ValueReader(
                    mapper.readerFor(type), isOwn(mapper, type) ? plain(type.getRawClass()) : Plain.NOTHING);
        } catch (IOException e) {
            throw new UncheckedIOException("a sample could not be parsed", e);
        }
    }

    private static Set<JsonToken> refused(ObjectReader reader) throws IOException {
        Set<JsonToken> refused = EnumSet.noneOf(JsonToken.class);
        Set<JsonToken> taken = EnumSet.noneOf(JsonToken.class);
        for (String sample : SAMPLES) {
            try (JsonParser parser = reader.createParser(sample)) {
                JsonToken token = parser.nextToken();
                (isTaken(reader, parser) ? taken : refused).add(token);
            }
        }
        refused.removeAll(taken);
        return refused;
    }

    private static boolean isTaken(ObjectReader reader, JsonParser sample) throws IOException {
        try {
            reader.readValue(sample);
            return true;
        } catch (JsonMappingException e) {
            return false;
        }
    }

    /** Whether the application has no reader of its own for a type. */
    private static boolean isOwn(ObjectMapper mapper, JavaType type) {
        try {
            DefaultDeserializationContext context = (DefaultDeserializationContext) mapper.getDeserializationContext();
            JsonDeserializer<?> found = context.createDummyInstance(mapper.getDeserializationConfig())
                    .findRootValueDeserializer(type);
            return ClassUtil.isJacksonStdImpl(found) || SafeIntegers.isOwn(found);
        } catch (JsonMappingException e) {
            return false; // whoever reads a value is told
        }
    }

    private static Plain plain(Class<?> type) {
        if (type == String.class) {
            return Plain.TEXT;
        }
        if (type == int.class || type == Integer.class) {
            return Plain.INT;
        }
        if (type == long.class || type == Long.class) {
            return Plain.LONG;
        }
        return type == boolean.class || type == Boolean.class ? Plain.BOOLEAN : Plain.NOTHING;
    }

    /** What it reads. */
    JavaType type() {
        return reader.getValueType();
    }

    /** Whether the value whose first token is the current one cannot be read: spares Jackson's exception, and its stack. */
    boolean refuses(FrameParser parser) {
        return refused.contains(parser.currentToken());
    }

    /** Reads the value whose first token is the current one. */
    @Nullable
    Object read(FrameParser parser) throws IOException {
        Object value = switch (plain) {
            case TEXT -> parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
            case INT -> integer(parser);
            case LONG -> safeLong(parser);
            case BOOLEAN -> bool(parser);
            case NOTHING -> null;
        };
        return value != null ? value : parser.reading(reader).readValue(parser);
    }

    private static @Nullable Integer integer(JsonParser parser) throws IOException {
        boolean fits = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() == JsonParser.NumberType.INT;
        return fits ? (Integer) parser.getIntValue() : null;
    }

    private static @Nullable Long safeLong(JsonParser parser) throws IOException {
        long value = SafeIntegers.read(parser, Long.MIN_VALUE);
        return SafeIntegers.isSafe(value) ? (Long) value : null;
    }

    private static @Nullable Boolean bool(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }
}
