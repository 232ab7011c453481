package dev.gyre.assets;

import dev.gyre.assets.spi.UpgradeHandler;
import dev.gyre.event.EventBus;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one server share.
 *
 * @param handler answers requests
 * @param io where files are read
 * @param authority the names the server goes by
 * @param upgrades who takes connections over, by path
 * @param limits what each may use up
 * @param refusals the account of refusals
 * @param aborted counts the responses that were begun and given up
 * @param failed counts the requests that application code failed to answer
 * @param sources who answers requests with streams
 * @param answerTime how long they may take to begin
 * @param bus who is told of requests
 */
record ServerContext(
        AssetHandler handler,
        Executor io,
        Authority authority,
        Map<String, UpgradeHandler> upgrades,
        Limits limits,
        Refusals refusals,
        LongAdder aborted,
        LongAdder failed,
        StreamSources sources,
        Duration answerTime,
        @Nullable EventBus bus) {

    /** Whether a request is answered with a stream, so that its body may be one too. */
    boolean isStreamed(HttpRequest request) {
        return sources.find(new WebRequest(request.method().name(), request.uri(), name -> null)) != null;
    }

    /** Whether anybody listens. */
    boolean isHeard() {
        return bus != null && bus.isHeard(AssetRequest.TYPE);
    }

    /** Tells the bus; a full lane counts it as rejected, which is all that is promised. */
    void report(AssetRequest request) {
        if (bus != null) {
            bus.tryPublish(AssetRequest.TYPE, request);
        }
    }
}
