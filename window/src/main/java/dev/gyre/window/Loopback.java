package dev.gyre.window;

import dev.gyre.assets.AssetServer;
import dev.gyre.assets.AssetSource;
import dev.gyre.event.EventBus;
import dev.gyre.ipc.Ipc;
import dev.gyre.ipc.PageSockets;

/** Joins ipc and assets, which do not know each other: the runtime's own paths on the asset server. */
final class Loopback {

    private Loopback() {}

    private static AssetSource runtime(String channel, boolean isDevMode) {
        return AssetSource.overlay(
                ClientScript.source(channel, isDevMode),
                AssetSource.classpath("dev/gyre/ipc/web"),
                AssetSource.classpath("dev/gyre/window/web"));
    }

    static AssetServer start(ApplicationOptions options, EventBus bus, Ipc ipc) {
        return AssetServer.start(server -> {
            server.source(options.assets())
                    .runtimeSource(runtime(options.backend().script(), options.isDevMode()))
                    .routeProof(new TokenProof(ipc))
                    .bus(bus);
            if (options.backend().usesLoopback()) {
                server.upgrade("/gyre/ws", PageSockets.of(ipc)::upgrade);
            } else {
                options.backend().directHost().ifPresent(server::withoutPort);
            }
            options.routes().forEach(server::route);
            if (options.isDevMode()) {
                server.watch();
            }
            options.server().accept(server);
        });
    }
}
