package dev.gyre.window;

import dev.gyre.assets.AssetServer;
import dev.gyre.assets.AssetSource;
import dev.gyre.event.EventBus;
import dev.gyre.ipc.Ipc;
import dev.gyre.ipc.PageSockets;

/** Joins ipc and assets, which do not know each other: the runtime's own paths on the asset server. */
final class Loopback {

    private Loopback() {}

    static AssetServer start(ApplicationOptions options, EventBus bus, Ipc ipc) {
        return AssetServer.start(server -> {
            server.source(options.assets())
                    .runtimeSource(AssetSource.classpath("dev/gyre/ipc/web"))
                    .upgrade("/gyre/ws", PageSockets.of(ipc)::upgrade)
                    .routeProof(new TokenProof(ipc))
                    .bus(bus);
            options.routes().forEach(server::route);
            options.server().accept(server);
        });
    }
}
