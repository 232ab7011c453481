package dev.gyre.assets;

import dev.gyre.assets.spi.PageOwner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The payloads of all pages, by secret. They are looked up by the digest of what was presented, so that the time which a
 * comparison takes tells nothing about a secret. Thread-safe.
 */
final class Payloads {

    static final String FOLDER = "/gyre/payload/";

    private static final int SECRET_BYTES = 16;

    /** Of all pages together. A page shows a few hundred pictures; more than this is a leak. */
    private static final int MOST = 16 * 1024;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final ConcurrentMap<ByteBuffer, Minted> bySecret = new ConcurrentHashMap<>();
    private final PageBelongings belongings;

    Payloads(PageBelongings belongings) {
        this.belongings = belongings;
    }

    /** A handler that is open to whoever has the secret, and the page it belongs to. */
    record Minted(PageOwner owner, RouteHandler handler) {}

    Payload mint(PageOwner owner, RouteHandler handler) {
        if (bySecret.size() >= MOST) {
            throw new IllegalStateException(
                    "payloads: " + MOST + " are open (expected: closed when they are not needed)");
        }
        byte[] bits = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bits);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        ByteBuffer key = digest(secret);
        bySecret.put(key, new Minted(owner, handler));
        Runnable forget = () -> bySecret.remove(key);
        if (!belongings.add(owner, forget)) {
            forget.run();
            throw new IllegalStateException("page of window \"" + owner.window() + "\" has ended");
        }
        return new Payload(FOLDER + secret, () -> {
            forget.run();
            belongings.remove(owner, forget);
        });
    }

    /** What stands at a path below the folder of payloads, or null. */
    @Nullable
    Minted find(String path) {
        return bySecret.get(digest(path.substring(FOLDER.length())));
    }

    private static ByteBuffer digest(String secret) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(sha.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
