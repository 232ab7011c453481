package dev.gyre.assets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into requests, one at a time.
 *
 * <p>Netty's own decoder accepts line feeds without their carriage return, folded lines and other spellings that two
 * readers take for different requests. A strict check in front of it would be a second reader; this one is the only.
 * A malformed request is passed on with a failed {@code decoderResult()}, as Netty does, and nothing after it is read.
 *
 * <p>States: HEAD, then a body that is read and dropped (BODY, or CHUNK_SIZE, CHUNK_DATA, CHUNK_END, TRAILER), then WAIT
 * until {@link #resume()}: only then is the next request read, so responses cannot overtake each other and a client that
 * pipelines fills only its own buffers. DEAD drops everything.
 */
final class RequestDecoder extends ByteToMessageDecoder {

    private enum State {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILER,
        WAIT,
        DEAD
    }

    /** Eight hex digits are 4 GiB, more than any limit and less than a long. */
    private static final int MAX_CHUNK_DIGITS = 8;

    private static final int NONE = -1;

    private final Limits limits;
    private final Connection connection;
    private State state = State.HEAD;
    private RequestHead head;
    private long bodyRead;
    private long remaining;
    private int scanned;
    private boolean isBlankLineSkipped;
    private @Nullable KnownFields known;

    /** Where the fields of a head begin, as long as its buffer is the one that they began in; else {@link #NONE}. */
    private int fieldsStart = NONE;

    private boolean isDecoding;
    private boolean isInputShut;
    private @Nullable ChannelHandlerContext context;

    RequestDecoder(Limits limits, Connection connection) {
        this.limits = limits;
        this.connection = connection;
        this.head = new RequestHead(limits);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        connection.touch();
        isDecoding = true;
        fieldsStart = NONE;
        try {
            super.channelRead(ctx, message);
        } finally {
            isDecoding = false;
        }
        connection.reading(state == State.WAIT ? Connection.Read.PAUSE : Connection.Read.GO_ON);
    }

    /** The response is written: reads on, first what is there already. Called on the event loop. */
    void resume() throws Exception {
        if (state != State.WAIT) {
            return;
        }
        begin();
        ChannelHandlerContext ctx = context;
        if (!isDecoding && ctx != null) {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            ctx.fireChannelReadComplete();
            closeIfNoMoreCanCome();
        }
    }

    private void begin() {
        state = State.HEAD;
        head = new RequestHead(limits);
        bodyRead = 0;
        scanned = 0;
        isBlankLineSkipped = false;
        connection.enter(Connection.Phase.IDLE);
    }

    /** Reads nothing more as a request; drops what comes. */
    void discard() {
        state = State.DEAD;
    }

    /** Whether bytes came after the request that is being answered. */
    boolean hasMore() {
        return actualReadableBytes() > 0;
    }

    /** Whether the request that is being read or answered is known to be a HEAD. */
    boolean isHead() {
        return head.hasRequestLine() && head.request().method().equals(HttpMethod.HEAD);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        try {
            step(in, out);
        } catch (RefusedException e) {
            in.skipBytes(in.readableBytes());
            state = State.DEAD;
            out.add(invalid(e));
        }
    }

    private static HttpRequest invalid(RefusedException cause) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        request.setDecoderResult(DecoderResult.failure(cause));
        return request;
    }

    private void step(ByteBuf in, List<Object> out) {
        switch (state) {
            case HEAD -> head(in, out);
            case BODY -> body(in, out);
            case CHUNK_SIZE -> chunkSize(in);
            case CHUNK_DATA -> chunkData(in);
            case CHUNK_END -> chunkEnd(in);
            case TRAILER -> trailerLine(in, out);
            case DEAD -> in.skipBytes(in.readableBytes());
            case WAIT -> {
                // The bytes stay where they are until the response is written.
            }
        }
    }

    /** All lines of a head that are there. */
    private void head(ByteBuf in, List<Object> out) {
        while (state == State.HEAD) {
            if (head.hasRequestLine() ? !fieldLine(in, out) : !requestLine(in)) {
                connection.enter(Connection.Phase.HEAD);
                return;
            }
        }
    }

    private boolean requestLine(ByteBuf in) {
        String line = line(in, limits.requestLine(), Refusal.REQUEST_LINE_TOO_LONG);
        if (line == null) {
            return false;
        }
        if (line.isEmpty() && !isBlankLineSkipped) {
            // One empty line before a request is what some clients append to a body (RFC 9112, section 2.2).
            isBlankLineSkipped = true;
        } else {
            head.requestLine(line);
            fieldsStart = in.readerIndex();
        }
        return true;
    }

    private boolean fieldLine(ByteBuf in, List<Object> out) {
        KnownFields same = fieldsStart == in.readerIndex() ? known : null;
        if (same != null && same.skip(in)) {
            head.fields(same.headers());
            complete(out);
            return true;
        }
        String line = line(in, limits.headerBytes(), Refusal.HEADERS_TOO_LARGE);
        if (line == null) {
            return false;
        }
        if (!line.isEmpty()) {
            head.field(line);
        } else {
            beginBody(in, out);
        }
        return true;
    }

    private void beginBody(ByteBuf in, List<Object> out) {
        remaining = head.bodyLength();
        if (remaining == 0) {
            known = fieldsStart == NONE
                    ? null
                    : KnownFields.of(in, fieldsStart, head.request().headers());
            complete(out);
        } else {
            state = remaining == RequestHead.CHUNKED ? State.CHUNK_SIZE : State.BODY;
            connection.enter(Connection.Phase.BODY);
        }
    }

    private void body(ByteBuf in, List<Object> out) {
        drop(in);
        if (remaining == 0) {
            complete(out);
        }
    }

    private void drop(ByteBuf in) {
        int count = (int) Math.min(remaining, in.readableBytes());
        in.skipBytes(count);
        remaining -= count;
    }

    /** Digits, then perhaps extensions, which are ignored but count as body (RFC 9112, section 7.1). */
    private void chunkSize(ByteBuf in) {
        String line = line(in, limits.requestLine(), Refusal.MALFORMED);
        if (line == null) {
            return;
        }
        int extension = line.indexOf(';');
        String digits = extension < 0 ? line : line.substring(0, extension);
        if (!HttpSyntax.isHexDigits(digits) || digits.length() > MAX_CHUNK_DIGITS || !HttpSyntax.isFieldValue(line)) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        remaining = Long.parseLong(digits, 16);
        bodyRead += remaining + line.length();
        if (bodyRead > limits.body()) {
            throw new RefusedException(Refusal.BODY_TOO_LARGE);
        }
        state = remaining == 0 ? State.TRAILER : State.CHUNK_DATA;
    }

    private void chunkData(ByteBuf in) {
        drop(in);
        if (remaining == 0) {
            state = State.CHUNK_END;
        }
    }

    private void chunkEnd(ByteBuf in) {
        String line = line(in, 0, Refusal.MALFORMED);
        if (line != null) {
            state = State.CHUNK_SIZE;
        }
    }

    private void trailerLine(ByteBuf in, List<Object> out) {
        String line = line(in, limits.headerBytes(), Refusal.HEADERS_TOO_LARGE);
        if (line != null && line.isEmpty()) {
            complete(out);
        } else if (line != null) {
            head.trailer(line);
        }
    }

    private void complete(List<Object> out) {
        state = State.WAIT;
        connection.enter(Connection.Phase.RESPONSE);
        out.add(head.request());
    }

    /** The next line without its CR LF, or null if it is not complete. */
    private @Nullable String line(ByteBuf in, int limit, Refusal whenLonger) {
        int start = in.readerIndex();
        int end = in.indexOf(start + scanned, in.writerIndex(), (byte) '\n');
        int length = (end == NONE ? in.writerIndex() : end) - start - 1;
        if (length > limit) {
            throw new RefusedException(whenLonger);
        }
        if (end == NONE) {
            scanned = in.readableBytes();
            return null;
        }
        scanned = 0;
        if (length < 0 || in.getByte(end - 1) != '\r') {
            throw new RefusedException(Refusal.MALFORMED);
        }
        String line = in.toString(start, length, StandardCharsets.ISO_8859_1);
        in.readerIndex(end + 1);
        return line;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            isInputShut = true;
            closeIfNoMoreCanCome();
        }
    }

    /** A client that has sent its last byte still gets the answers to what it asked. */
    private void closeIfNoMoreCanCome() {
        if (isInputShut && state != State.WAIT) {
            connection.closeWhenWritten();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        // Nothing is decoded from what an ended connection left behind.
        ctx.fireChannelInactive();
    }
}
