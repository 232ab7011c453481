package dev.gyre.assets;

import org.jspecify.annotations.Nullable;

/**
 * The other names of pages: that of its folder, with the slash at its end, for an {@code index.html}; for others that
 * without {@code .html}.
 */
final class PageNames {

    private static final String INDEX = "index.html";
    private static final String PAGE = ".html";

    private PageNames() {}

    /** The other name of the file with this path, or null if it is no page. */
    static @Nullable String of(String path) {
        if (!path.endsWith(PAGE)) {
            return null;
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.equals(INDEX)) {
            return path.substring(0, path.length() - INDEX.length());
        }
        return name.equals(PAGE) ? null : path.substring(0, path.length() - PAGE.length());
    }

    /** The path of the page that has this other name, or null if none can. */
    static @Nullable String pageOf(String name) {
        String page = name.endsWith("/") ? name + INDEX : name + PAGE;
        return name.equals(of(page)) ? page : null;
    }
}
