package dev.gyre.window;

import dev.gyre.assets.AssetChanges;
import dev.gyre.ipc.Capabilities;

/** What pages have in development beside what they always have. */
final class DevMode {

    /** They hear what has changed. */
    static final Capabilities CAPABILITIES = Capabilities.hears(AssetChanges.TYPE.name());

    private DevMode() {}

    /** What makes {@code gyre.js} act on what has changed. */
    static byte[] reload() {
        return ClientScript.resource("dev/gyre/window/reload.js");
    }
}
