package dev.gyre.ipc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** 128 random bits as text for URLs, compared in constant time and never printed. */
final class Secret {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private final byte[] text;

    private Secret(byte[] text) {
        this.text = text;
    }

    static Secret mint() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encode(bits));
    }

    boolean is(String presented) {
        return MessageDigest.isEqual(text, presented.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether two keys of pages are the same. One that is empty is the same as none. */
    static boolean same(String key, String presented) {
        return !key.isEmpty()
                && MessageDigest.isEqual(
                        key.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }

    /** The text itself, for the one message that carries it. */
    String reveal() {
        return new String(text, StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "secret";
    }
}
