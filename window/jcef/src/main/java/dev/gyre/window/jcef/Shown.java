package dev.gyre.window.jcef;

import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BackendWindow;
import java.net.URI;

/**
 * What a browser is to show, and who is told of it.
 *
 * @param window the window
 * @param link opens its page once
 * @param host the application's side
 */
record Shown(BackendWindow window, String link, BackendHost host) {

    /** The only one that is shown. */
    String origin() {
        URI uri = URI.create(link);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** Whose zoom its page has. */
    HostZoom zoom() {
        return HostZoom.of(URI.create(link).getHost());
    }

    /** Whether there is no port behind that. */
    boolean isDirect() {
        return origin().equals(DirectScheme.ORIGIN);
    }
}
