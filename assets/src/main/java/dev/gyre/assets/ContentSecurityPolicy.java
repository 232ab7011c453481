package dev.gyre.assets;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a page may load and run. It begins as: its own origin only, no plug-ins, no other base, in no frame; an
 * application adds the sources that it needs. Not thread-safe.
 */
public final class ContentSecurityPolicy {

    private final Map<String, String> directives = new LinkedHashMap<>();

    ContentSecurityPolicy() {
        directives.put("default-src", "'self'");
        directives.put("object-src", "'none'");
        directives.put("base-uri", "'none'");
        directives.put("frame-ancestors", "'none'");
    }

    /**
     * Adds sources to a directive. One that is not there yet begins with {@code 'self'}, which is what
     * {@code default-src} gave it; one that is {@code 'none'} consists of the sources from here on.
     *
     * @param directive such as {@code img-src}
     * @param sources such as {@code data:} or {@code https://maps.example}
     * @return this
     * @throws IllegalArgumentException if either could end the directive or the field
     */
    public ContentSecurityPolicy allow(String directive, String... sources) {
        requireWord("directive", directive);
        StringBuilder value = new StringBuilder(directives.getOrDefault(directive, "'self'"));
        for (String source : sources) {
            requireWord("source", source);
            value.append(' ').append(source);
        }
        String none = "'none' ";
        directives.put(directive, value.indexOf(none) == 0 ? value.substring(none.length()) : value.toString());
        return this;
    }

    private static void requireWord(String name, String word) {
        boolean isWord = !word.isEmpty() && word.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ';' && c != ',');
        if (!isWord) {
            throw new IllegalArgumentException(
                    name + ": " + word + " (expected: visible ASCII without spaces, semicolons and commas)");
        }
    }

    /** The field's value. */
    @Override
    public String toString() {
        return directives.entrySet().stream()
                .map(directive -> directive.getKey() + " " + directive.getValue())
                .collect(Collectors.joining("; "));
    }
}
