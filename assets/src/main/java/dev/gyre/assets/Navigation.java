package dev.gyre.assets;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request is a page load, which a single-page application answers itself whatever its path.
 *
 * <p>All that the browser says must agree: the fields of Fetch Metadata, where it sends them, and an Accept that names
 * HTML. A script, an image or a call for data that is missing stays missing.
 */
final class Navigation {

    /** On what the answer depends. */
    static final String VARY = "Accept, Sec-Fetch-Dest, Sec-Fetch-Mode";

    private Navigation() {}

    static boolean isNavigation(WebRequest request) {
        return isAbsentOr("navigate", request.header("sec-fetch-mode"))
                && isAbsentOr("document", request.header("sec-fetch-dest"))
                && acceptsHtml(request.header("accept"));
    }

    private static boolean isAbsentOr(String value, @Nullable String field) {
        return field == null || HttpSyntax.trim(field).equals(value);
    }

    /** By name: {@code *}{@code /*} is what scripts and images send. */
    private static boolean acceptsHtml(@Nullable String accept) {
        List<Weighted> wanted = accept == null ? List.of() : Weighted.list(accept);
        return Weighted.of("text/html", wanted) > 0;
    }

    /** Whether a page of the application may stand at a path: not where the runtime is, and not where a file is missing. */
    static boolean mayBePage(AssetPath path) {
        return !path.value().startsWith("/gyre/")
                && !path.value().equals("/gyre")
                && MediaTypes.byName(path.value()) == null;
    }
}
