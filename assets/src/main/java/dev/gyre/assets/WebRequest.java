package dev.gyre.assets;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a web view asks for, whatever carried it.
 *
 * @param method the method, such as {@code GET}
 * @param target the target in origin form: path and query as they were sent, still encoded
 * @param headers a field's value by its name in lower case, several lines of one name joined by commas; null if absent
 */
public record WebRequest(String method, String target, UnaryOperator<@Nullable String> headers) {

    @Nullable
    String header(String name) {
        return headers.apply(name);
    }
}
