package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.JsonNodeDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.ArrayType;
import com.fasterxml.jackson.databind.type.ReferenceType;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out numbers that are not finite: JSON has none, and Jackson makes them of text and of what is too large for a
 * double. The type decides who reads a number, so each that may read a fraction is looked at once it has; what is not
 * declared is read as a {@link Number}. What goes out is checked by {@link PageGenerator}.
 */
final class FiniteNumbers {

    private static final Set<Class<?>> FRACTIONS =
            Set.of(Double.class, Double.TYPE, Float.class, Float.TYPE, Number.class);

    private FiniteNumbers() {}

    static boolean isFinite(double value) {
        return Math.abs(value) <= Double.MAX_VALUE;
    }

    static String refusal(String value) {
        return value + " (expected: a finite number)";
    }

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("gyre-finite-numbers");
        module.setDeserializers(new Trees());
        return module.setDeserializerModifier(new Modifier());
    }

    private static final class Trees extends SimpleDeserializers {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> findTreeNodeDeserializer(
                Class<? extends JsonNode> type, DeserializationConfig config, BeanDescription bean) {
            return new Checked(JsonNodeDeserializer.getDeserializer(type));
        }
    }

    private static final class Modifier extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> reader) {
            return FRACTIONS.contains(bean.getBeanClass()) ? new Checked(reader) : reader;
        }

        @Override
        public JsonDeserializer<?> modifyReferenceDeserializer(
                DeserializationConfig config, ReferenceType type, BeanDescription bean, JsonDeserializer<?> reader) {
            return type.hasRawClass(OptionalDouble.class) ? new Checked(reader) : reader;
        }

        @Override
        public JsonDeserializer<?> modifyArrayDeserializer(
                DeserializationConfig config, ArrayType type, BeanDescription bean, JsonDeserializer<?> reader) {
            boolean ofFractions = type.hasRawClass(double[].class) || type.hasRawClass(float[].class);
            return ofFractions ? new Checked(reader) : reader;
        }
    }

    private static final class Checked extends DelegatingDeserializer {

        private static final long serialVersionUID = 1L;

        Checked(JsonDeserializer<?> reader) {
            super(reader);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> reader) {
            return new Checked(reader);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            Object read = super.deserialize(parser, context);
            require(read, parser);
            return read;
        }

        private void require(@Nullable Object read, JsonParser parser) throws IOException {
            if (read instanceof Double || read instanceof Float) {
                require(((Number) read).doubleValue(), parser);
            } else if (read instanceof OptionalDouble some) {
                require(some.orElse(0), parser);
            } else if (read instanceof double[] || read instanceof float[]) {
                requireEach(read, parser);
            } else if (read instanceof JsonNode node) {
                requireEach(node, parser);
            }
        }

        private void requireEach(Object array, JsonParser parser) throws IOException {
            for (int i = 0; i < Array.getLength(array); i++) {
                try {
                    require(Array.getDouble(array, i), parser);
                } catch (MismatchedInputException refused) {
                    refused.prependPath(array, i);
                    throw refused;
                }
            }
        }

        private void requireEach(JsonNode node, JsonParser parser) throws IOException {
            if (node.isFloat() || node.isDouble()) {
                require(node.doubleValue(), parser);
            }
            for (JsonNode child : node) {
                requireEach(child, parser);
            }
        }

        private void require(double number, JsonParser parser) throws IOException {
            if (!isFinite(number)) {
                throw MismatchedInputException.from(parser, handledType(), refusal(Double.toString(number)));
            }
        }
    }
}
