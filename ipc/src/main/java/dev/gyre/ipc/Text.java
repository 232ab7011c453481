package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says to a page what is wrong with its data, without a word about the classes behind it. */
final class Text {

    private static final int MAX_LENGTH = 300;

    /** A limit's message ends with the accessor it came from. */
    private static final Pattern ACCESSOR = Pattern.compile(", from `[^`]*`");

    private Text() {}

    /** What an argument that could not be read is, and what it should be. */
    static String refusal(JavaType declared, IOException error) {
        String path = error instanceof JsonMappingException mapping ? path(mapping.getPath()) : "";
        return path.isEmpty() ? reason(declared, error) : "property " + path + ": " + reason(declared, error);
    }

    private static String reason(JavaType declared, IOException error) {
        if (error instanceof UnrecognizedPropertyException) {
            return "unknown (expected: a declared property)";
        }
        Class<?> target = error instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? mismatch.getTargetType()
                : declared.getRawClass();
        String line = firstLine(error);
        return error instanceof MismatchedInputException && isNumberRefusal(line) ? line : notAccepted(target);
    }

    static String notAccepted(Class<?> wanted) {
        return "not accepted (expected: " + expected(wanted) + ")";
    }

    /** Our own wording names no class, so it may pass as it is. */
    private static boolean isNumberRefusal(String line) {
        return line.contains("(expected: -2^53") || line.endsWith(FiniteNumbers.refusal(""));
    }

    /** The first line of a parser's message: where it stood follows in the next, and is of no use to a page. */
    static String firstLine(IOException error) {
        String message = error instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(error.getMessage());
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return shortened(ACCESSOR.matcher(line).replaceFirst(""));
    }

    static String path(List<JsonMappingException.Reference> path) {
        String steps = path.stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return shortened(steps.startsWith(".") ? steps.substring(1) : steps);
    }

    static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + shortened(Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name())
                            .collect(Collectors.joining(", ")));
        }
        String word = word(type);
        return word == null ? "an object" : word;
    }

    private static @Nullable String word(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == float.class || type == double.class || type == Float.class || type == Double.class) {
            return "a number";
        }
        if ((type.isPrimitive() && type != char.class) || Number.class.isAssignableFrom(type)) {
            return "an integer in range";
        }
        if (CharSequence.class.isAssignableFrom(type) || type == char.class || type == Character.class) {
            return "text";
        }
        if (Temporal.class.isAssignableFrom(type) || TemporalAmount.class.isAssignableFrom(type)) {
            return "ISO 8601 text for " + type.getSimpleName();
        }
        if (type == byte[].class || type == ByteBuffer.class) {
            return "bytes";
        }
        return type.isArray() || Collection.class.isAssignableFrom(type) ? "an array" : null;
    }

    /** Which property of a result could not be sent, where that is known. */
    static String unsendable(Throwable error) {
        if (!(error instanceof JsonProcessingException json)) {
            return "";
        }
        String path = error instanceof JsonMappingException mapping ? path(mapping.getPath()) : "";
        String reason = firstLine(json);
        boolean ours = isNumberRefusal(reason) || reason.startsWith("frame: ");
        return (path.isEmpty() ? "" : ": property " + path) + (ours ? ": " + reason : "");
    }

    /** Everything about a failure, for a developer's page. */
    static String trace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    static String shortened(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
    }

    /** Text that UTF-8 can carry: half a surrogate pair, which an error message may quote, becomes U+FFFD. */
    static String wellFormed(String text) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = 0; i < changed.length(); i++) {
            if (Character.isSurrogate(changed.charAt(i))) {
                boolean pair =
                        i + 1 < changed.length() && Character.isSurrogatePair(changed.charAt(i), changed.charAt(i + 1));
                if (pair) {
                    i++;
                } else {
                    changed.setCharAt(i, '\uFFFD');
                }
            }
        }
        return changed.toString();
    }
}
