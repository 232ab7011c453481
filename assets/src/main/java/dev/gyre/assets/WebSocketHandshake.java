package dev.gyre.assets;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Base64;
import java.util.List;

/** Tells whether a request opens a WebSocket of version 13, to the letter of RFC 6455, section 4.2.1. */
final class WebSocketHandshake {

    private static final int KEY_BYTES = 16;

    /** Sixteen bytes in base64 with padding. */
    private static final int KEY_CHARACTERS = 24;

    private WebSocketHandshake() {}

    static boolean isValid(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.method().equals(HttpMethod.GET)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && isOnly(headers.getAll(HttpHeaderNames.UPGRADE), "websocket")
                && headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)
                && isOnly(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION), "13")
                && isKey(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY))
                && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && headers.getInt(HttpHeaderNames.CONTENT_LENGTH, 0) == 0;
    }

    private static boolean isOnly(List<String> values, String expected) {
        return values.size() == 1 && values.get(0).equalsIgnoreCase(expected);
    }

    private static boolean isKey(List<String> values) {
        if (values.size() != 1 || values.get(0).length() != KEY_CHARACTERS) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(values.get(0)).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
