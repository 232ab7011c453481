package dev.gyre.window;

import dev.gyre.assets.AssetChanges;
import dev.gyre.assets.AssetSource;
import dev.gyre.ipc.Capabilities;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/** What pages have in development beside what they always have. */
final class DevMode {

    /** They hear what has changed. */
    static final Capabilities CAPABILITIES = Capabilities.hears(AssetChanges.TYPE.name());

    private DevMode() {}

    /** A {@code gyre.js} that acts on what has changed. */
    static AssetSource client() {
        return AssetSource.memory(Map.of("gyre.js", joined("dev/gyre/ipc/web/gyre.js", "dev/gyre/window/reload.js")));
    }

    /** One module, so that it listens before the page is welcomed and misses nothing that comes after. */
    private static byte[] joined(String... resources) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String resource : resources) {
            try (InputStream in = DevMode.class.getClassLoader().getResourceAsStream(resource)) {
                Objects.requireNonNull(in, resource).transferTo(all);
            } catch (IOException e) {
                throw new UncheckedIOException(resource, e);
            }
        }
        return all.toByteArray();
    }
}
