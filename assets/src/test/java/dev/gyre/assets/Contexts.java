package dev.gyre.assets;

import dev.gyre.assets.spi.RouteProof;
import dev.gyre.event.EventBus;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What connections share in tests without a socket: the host is {@code 127.0.0.1:1}. */
final class Contexts {

    private Contexts() {}

    static ServerContext of(AssetHandler handler, Refusals refusals) {
        return of(handler, refusals, new Routes(Map.of(), RouteProof.NOBODY, handler, null), null);
    }

    static ServerContext of(AssetHandler handler, Refusals refusals, Routes routes, @Nullable EventBus bus) {
        return new ServerContext(
                handler,
                Runnable::run,
                new Authority("http", Set.of("127.0.0.1:1")),
                Map.of(),
                new ServerLimits().build(),
                refusals,
                new LongAdder(),
                new LongAdder(),
                new StreamSources(routes, null),
                Duration.ofSeconds(30),
                bus);
    }
}
