package dev.gyre.assets;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who answers requests with streams: routes first, then the dev server, if there is one, all that is not the runtime's own.
 *
 * @param routes of the application
 * @param proxy passes requests on to the dev server
 */
record StreamSources(Routes routes, @Nullable DevProxy proxy) {

    /** OPTIONS would ask for what only other origins need, TRACE would show what was sent. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    @Nullable
    StreamSource find(WebRequest asked) {
        if (!METHODS.contains(asked.method())) {
            return null;
        }
        StreamSource route = routes.find(asked);
        return route != null || !isProxied(asked.target()) ? route : proxy;
    }

    /** Whether the dev server answers at a target, however it is spelt. */
    boolean isProxied(String target) {
        if (proxy == null || AssetServerOptions.isOurs(AssetPath.withoutQuery(target))) {
            return false;
        }
        AssetPath path = AssetPath.parse(target);
        return path == null || !AssetServerOptions.isOurs(path.value());
    }
}
