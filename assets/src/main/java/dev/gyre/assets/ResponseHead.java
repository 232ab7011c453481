package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The head of a response as HTTP/1.1 writes it: a line, fields, and two that only the connection and the clock know. */
final class ResponseHead {

    private static final byte[] OK = line(200);

    /** The end of every head in one second. */
    private static final class End {
        final long second;
        final byte[] keepAlive;
        final byte[] close;

        End(long second) {
            this.second = second;
            this.keepAlive = end(second, "keep-alive");
            this.close = end(second, "close");
        }
    }

    /** Any thread writes it, racily: every end is right for its second. */
    private static volatile @Nullable End last;

    private ResponseHead() {}

    /** The head, in a buffer that has room for so many bytes more. */
    static ByteBuf write(ByteBufAllocator allocator, WebResponse response, boolean isKeepAlive, int room) {
        byte[] line = response.status() == 200 ? OK : line(response.status());
        byte[] fields = ResponseFields.encoded(response.headers());
        End end = end(System.currentTimeMillis() / 1000);
        byte[] ending = isKeepAlive ? end.keepAlive : end.close;
        ByteBuf head = allocator.directBuffer(line.length + fields.length + ending.length + room);
        return head.writeBytes(line).writeBytes(fields).writeBytes(ending);
    }

    private static byte[] line(int status) {
        return ("HTTP/1.1 " + HttpResponseStatus.valueOf(status) + "\r\n").getBytes(ISO_8859_1);
    }

    private static End end(long second) {
        End end = last;
        if (end == null || end.second != second) {
            end = new End(second);
            last = end;
        }
        return end;
    }

    private static byte[] end(long second, String connection) {
        byte[] fields = ResponseFields.encoded(Map.of("date", HttpDate.at(second)));
        byte[] rest = ("connection: " + connection + "\r\n\r\n").getBytes(ISO_8859_1);
        byte[] end = new byte[fields.length + rest.length];
        System.arraycopy(fields, 0, end, 0, fields.length);
        System.arraycopy(rest, 0, end, fields.length, rest.length);
        return end;
    }
}
