package dev.gyre.assets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the last request of a connection, and the bytes that they were made of. A client says of itself the same in
 * one request after the other: where the bytes are the same, so is what they mean, and they need not be read again. Nobody
 * changes the fields of a request.
 *
 * @param bytes from the first field to the end of the empty line
 * @param headers what they mean; no body follows them
 */
record KnownFields(ByteBuf bytes, HttpHeaders headers) {

    /** Browsers say a few hundred bytes of themselves. */
    private static final int MOST = 2048;

    /** Those that end where the buffer is being read, or null where they are too long to be kept. */
    static @Nullable KnownFields of(ByteBuf in, int start, HttpHeaders headers) {
        int length = in.readerIndex() - start;
        if (length > MOST) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.getBytes(start, bytes);
        return new KnownFields(Unpooled.wrappedBuffer(bytes), headers);
    }

    /** Goes over them if they come next. */
    boolean skip(ByteBuf in) {
        int length = bytes.readableBytes();
        boolean isNext = in.readableBytes() >= length
                && ByteBufUtil.equals(in, in.readerIndex(), bytes, bytes.readerIndex(), length);
        if (isNext) {
            in.skipBytes(length);
        }
        return isNext;
    }
}
