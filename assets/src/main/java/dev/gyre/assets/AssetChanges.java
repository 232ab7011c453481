package dev.gyre.assets;

import dev.gyre.event.EventType;
import java.util.List;

/**
 * Files that are new, gone or written to since the source was listed before: published when a server listed it again,
 * see {@link AssetServerOptions#watch()}.
 *
 * @param paths where they stand, in alphabetical order, at most {@value #MAX_PATHS}
 * @param count how many they are, those that are not among the paths too
 */
public record AssetChanges(List<String> paths, int count) {

    /** How many paths are named: enough for what one edit touches; after a build of everything nobody reads the list. */
    public static final int MAX_PATHS = 64;

    /** The type of these events, on the lane of application events. */
    public static final EventType<AssetChanges> TYPE = EventType.of("gyre.assets.changed", AssetChanges.class);

    static AssetChanges of(List<String> all) {
        return new AssetChanges(List.copyOf(all.subList(0, Math.min(all.size(), MAX_PATHS))), all.size());
    }

    boolean isEmpty() {
        return count == 0;
    }
}
