package dev.gyre.assets;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.reactivestreams.Publisher;

/**
 * A response whose body comes as a stream.
 *
 * @param status the status code
 * @param headers all fields but those of the connection and of the body's length
 * @param length bytes of the body, or {@link RouteResponse#UNKNOWN}
 * @param isHeadFirst whether the head is sent before the first bytes are there
 * @param body the bytes; subscribed once, on the event loop; whoever takes a buffer releases it
 */
record Streamed(int status, HttpHeaders headers, long length, boolean isHeadFirst, Publisher<ByteBuf> body) {}
