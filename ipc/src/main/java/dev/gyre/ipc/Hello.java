package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The first message of a connection: {@code [0, version, code, key]} begins a session, {@code [0, version, "", token,
 * received]} comes back to one.
 *
 * @param version of the protocol
 * @param code for a new session, else empty
 * @param key what the page has made up to know its hello by, should it have to say it again; empty if it has not
 * @param token of the session to resume, else empty
 * @param received how many messages of that session the page has received
 */
record Hello(long version, String code, String key, String token, long received) {

    private static final int SECRET_LENGTH = 64;

    /** Reads one; null if it is none. */
    static @Nullable Hello read(ObjectMapper mapper, byte[] bytes, int offset, int length) {
        try (JsonParser parser = mapper.getFactory().createParser(bytes, offset, length)) {
            boolean hello = parser.nextToken() == JsonToken.START_ARRAY && parser.nextIntValue(-1) == Frame.HELLO;
            return hello ? rest(parser) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Hello rest(JsonParser parser) throws IOException {
        long version = parser.nextLongValue(-1);
        String code = parser.nextTextValue();
        if (version < 0 || code == null) {
            return null;
        }
        JsonToken next = parser.nextToken();
        if (next == JsonToken.END_ARRAY) {
            return end(parser, new Hello(version, code, "", "", 0));
        }
        String secret = next == JsonToken.VALUE_STRING ? parser.getText() : "";
        Hello hello = code.isEmpty()
                ? new Hello(version, code, "", secret, parser.nextLongValue(-1))
                : new Hello(version, code, secret, "", 0);
        boolean formed = !secret.isEmpty() && secret.length() <= SECRET_LENGTH && hello.received >= 0;
        return formed && parser.nextToken() == JsonToken.END_ARRAY ? end(parser, hello) : null;
    }

    private static @Nullable Hello end(JsonParser parser, Hello hello) throws IOException {
        return parser.nextToken() == null ? hello : null;
    }

    /** Without its secrets. */
    @Override
    public String toString() {
        return "hello of version " + version;
    }
}
