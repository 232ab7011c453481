package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a response that is sent again and again, kept as the bytes that are sent. Whoever wants to read them gets
 * them taken apart anew. Immutable.
 */
final class ResponseFields extends AbstractMap<String, String> {

    private static final String SEPARATOR = ": ";
    private static final String END = "\r\n";

    private final byte[] encoded;

    ResponseFields(Map<String, String> fields) {
        encoded = encode(fields);
    }

    /**
     * As they stand in a head, each with the end of its line.
     *
     * @throws IllegalArgumentException if one could be taken for two, or for the end
     */
    static byte[] encoded(Map<String, String> fields) {
        return fields instanceof ResponseFields known ? known.encoded : encode(fields);
    }

    private static byte[] encode(Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) -> {
            if (!HttpSyntax.isToken(name) || !HttpSyntax.isFieldValue(value)) {
                throw new IllegalArgumentException(
                        "field: " + name + " (expected: a name, and a value without control characters)");
            }
            text.append(name).append(SEPARATOR).append(value).append(END);
        });
        return text.toString().getBytes(ISO_8859_1);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : new String(encoded, ISO_8859_1).split(END, 0)) {
            int colon = line.indexOf(SEPARATOR);
            fields.put(line.substring(0, colon), line.substring(colon + SEPARATOR.length()));
        }
        return fields.entrySet();
    }
}
