package dev.gyre.ipc;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps integers within what a page's numbers hold exactly, both ways; a {@code long} declared as a string travels as
 * text and has its whole range. What goes out is checked by {@link PageGenerator}, which sees every number there is.
 */
final class SafeIntegers {

    /** 2^53: every integer up to it, and none beyond, has a double of its own. */
    static final long MAX = 1L << 53;

    private SafeIntegers() {}

    static boolean isSafe(long value) {
        return value >= -MAX && value <= MAX;
    }

    /**
     * The current token as an integer. Another value stands for what is none, or is too large for any integer of the
     * protocol: one number that does not fit must not spoil the message around it.
     */
    static long read(JsonParser parser, long otherwise) throws IOException {
        boolean fits = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        return fits ? parser.getLongValue() : otherwise;
    }

    static String refusal(String value) {
        return value + " (expected: -2^53..2^53, or a property declared with @JsonFormat(shape = STRING))";
    }

    /** Whether a deserializer is one of this module. */
    static boolean isOwn(JsonDeserializer<?> deserializer) {
        return deserializer instanceof LongReader;
    }

    static SimpleModule module() {
        return new SimpleModule("gyre-safe-integers")
                .addDeserializer(Long.class, new LongReader(Long.class, false))
                .addDeserializer(Long.TYPE, new LongReader(Long.TYPE, false));
    }

    private static final class LongReader extends StdScalarDeserializer<Long> implements ContextualDeserializer {

        private static final long serialVersionUID = 1L;

        private final boolean text;

        LongReader(Class<?> type, boolean text) {
            super(type);
            this.text = text;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            JsonFormat.Value format = findFormatOverrides(context, property, handledType());
            boolean asText = format != null && format.getShape() == JsonFormat.Shape.STRING;
            return asText == text ? this : new LongReader(handledType(), asText);
        }

        @Override
        public Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (text && parser.currentToken() == JsonToken.VALUE_STRING) {
                return parse(parser.getText(), context);
            }
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                return (Long) context.handleUnexpectedToken(handledType(), parser);
            }
            long value = parser.getLongValue();
            return isSafe(value) ? (Long) value : refuse(Long.toString(value), context);
        }

        @Override
        public @Nullable Long getNullValue(DeserializationContext context) throws JsonMappingException {
            return handledType() == Long.TYPE ? context.reportInputMismatch(this, "null") : null;
        }

        private Long parse(String value, DeserializationContext context) throws IOException {
            try {
                return Long.valueOf(value);
            } catch (NumberFormatException e) {
                return refuse(value, context);
            }
        }

        private Long refuse(String value, DeserializationContext context) throws IOException {
            return context.reportInputMismatch(this, "%s", refusal(value));
        }
    }
}
