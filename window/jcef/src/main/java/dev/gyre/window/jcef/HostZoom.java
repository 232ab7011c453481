package dev.gyre.window.jcef;

import dev.gyre.window.spi.WindowTrait.Zoom;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How large pages are shown. Chromium keeps one zoom for all pages of a host, in whatever window and application and at whatever
 * port, so that each window is told what another has wished for. On Swing's thread alone.
 */
final class HostZoom {

    private static final Zoom NONE = new Zoom(1);

    private static final Map<String, HostZoom> ALL = new HashMap<>();

    private final Set<Surroundings> shown = new LinkedHashSet<>();
    private Zoom now = NONE;

    private HostZoom() {}

    static HostZoom of(String host) {
        return ALL.computeIfAbsent(host, first -> new HostZoom());
    }

    /** A window is there, and as large as the others. */
    void join(Surroundings window) {
        shown.add(window);
        window.zoom(now);
    }

    /** A window is about to go. With the last one its zoom goes, too. */
    void leave(Surroundings window) {
        if (shown.remove(window) && shown.isEmpty()) {
            now = NONE;
            window.zoom(now);
        }
    }

    void set(Zoom zoom) {
        now = zoom;
        shown.forEach(window -> window.zoom(zoom));
    }

    Zoom now() {
        return now;
    }
}
