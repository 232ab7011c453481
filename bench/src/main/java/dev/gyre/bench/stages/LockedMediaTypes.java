package dev.gyre.bench.stages;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Media types from a map under a lock, by extension: what one writes first. */
final class LockedMediaTypes {

    private static final String UNKNOWN = "application/octet-stream";

    private final Map<String, String> byExtension = new HashMap<>();

    LockedMediaTypes() {
        add("text/html; charset=utf-8", "html", "htm");
        add("text/css; charset=utf-8", "css");
        add("text/javascript; charset=utf-8", "js", "mjs");
        add("application/json; charset=utf-8", "json", "map");
        add("text/plain; charset=utf-8", "txt");
        add("image/svg+xml; charset=utf-8", "svg");
        add("image/png", "png");
        add("image/jpeg", "jpg", "jpeg");
        add("image/gif", "gif");
        add("image/webp", "webp");
        add("image/x-icon", "ico");
        add("font/woff", "woff");
        add("font/woff2", "woff2");
        add("font/ttf", "ttf");
        add("application/wasm", "wasm");
        add("application/pdf", "pdf");
        add("audio/mpeg", "mp3");
        add("video/mp4", "mp4");
        add("video/webm", "webm");
    }

    private void add(String type, String... extensions) {
        for (String extension : extensions) {
            byExtension.put(extension, type);
        }
    }

    String ofPath(String path) {
        int dot = path.lastIndexOf('.');
        if (dot < 0) {
            return UNKNOWN;
        }
        String extension = path.substring(dot + 1).toLowerCase(Locale.ROOT);
        synchronized (byExtension) {
            return byExtension.getOrDefault(extension, UNKNOWN);
        }
    }
}
