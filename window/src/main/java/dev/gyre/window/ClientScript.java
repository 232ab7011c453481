package dev.gyre.window;

import dev.gyre.assets.AssetSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * {@code gyre.js} as an application serves it: with the way to Java that its backend has, what a page tells of
 * itself, and what belongs to development.
 * It is one module, so that whatever listens does so before the page is welcomed, and misses nothing that comes after.
 */
final class ClientScript {

    private ClientScript() {}

    static AssetSource source(String channel, boolean isDevMode) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(channel.getBytes(StandardCharsets.UTF_8));
        all.writeBytes(resource("dev/gyre/ipc/web/gyre.js"));
        all.writeBytes(OwnWindow.script());
        if (isDevMode) {
            all.writeBytes(DevMode.reload());
        }
        return AssetSource.memory(Map.of("gyre.js", all.toByteArray()));
    }

    static byte[] resource(String name) {
        try (InputStream in = ClientScript.class.getClassLoader().getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
