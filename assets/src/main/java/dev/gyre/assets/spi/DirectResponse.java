package dev.gyre.assets.spi;

import java.nio.ByteBuffer;
import java.util.Map;
import reactor.core.publisher.Flux;

/**
 * The response to a {@link DirectRequest}.
 *
 * @param status the status code
 * @param headers the fields by name in lower case, several of one name joined by commas
 * @param body buffers that belong to the subscriber, which there must be, once: empty where there is no body. No more is read
 *     than was asked for; it fails if the response is not whole. Cancelling it is what the end of a connection is
 */
public record DirectResponse(int status, Map<String, String> headers, Flux<ByteBuffer> body) {}
