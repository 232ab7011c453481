package dev.gyre.assets;

import dev.gyre.event.EventType;
import dev.gyre.event.Lane;
import java.time.Duration;

/**
 * A request that was answered: published after its last byte was written, if anybody listens.
 *
 * @param method the method
 * @param path what was asked for, as it was sent, without the query
 * @param status the status code
 * @param bytes how many bytes of body were sent
 * @param time from the end of the request to the end of the response
 */
public record AssetRequest(String method, String path, int status, long bytes, Duration time) {

    /** The type of these events, on the lane of web-view requests. */
    public static final EventType<AssetRequest> TYPE =
            EventType.of("gyre.assets.request", AssetRequest.class).on(Lane.WEBVIEW_REQUESTS);
}
