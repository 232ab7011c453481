package dev.gyre.assets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
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
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into requests, one at a time.
 *
 * <p>Netty's own decoder accepts line feeds without their carriage return, folded lines and other spellings that two
 * readers take for different requests. A strict check in front of it would be a second reader; this one is the only.
 * A malformed request is passed on with a failed {@code decoderResult()}, as Netty does, and nothing after it is read.
 *
 * <p>States: HEAD, then a body (BODY, or CHUNK_SIZE, CHUNK_DATA, CHUNK_END, TRAILER), then WAIT until {@link #resume()}:
 * only then is the next request read, so responses cannot overtake each other and a client that pipelines fills only its
 * own buffers. DEAD drops everything. A body is read and dropped before its request is passed on; but where a stream
 * answers, the request goes first, and its body is read as the {@link Upload} is asked for it.
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

    /**
     * While a stream is written the socket is read on, for that is how the end of a client is noticed; but no more than this
     * is kept of what it sends too early, or nobody asks for, in bytes beside what one read brings.
     */
    private static final int READ_AHEAD = 16 * 1024;

    private final Limits limits;
    private final Connection connection;
    private final Predicate<HttpRequest> isStreamed;
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

    /** The body that a stream reads. */
    private @Nullable Upload upload;

    /** The response was written before the body was read: the rest of it is dropped, and then the next request is read. */
    private boolean isAnswered;

    RequestDecoder(Limits limits, Connection connection, Predicate<HttpRequest> isStreamed) {
        this.limits = limits;
        this.connection = connection;
        this.isStreamed = isStreamed;
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
        connection.reading(isPaused() ? Connection.Read.PAUSE : Connection.Read.GO_ON);
    }

    /** Netty would read on, whatever was said, as long as no request has come of it. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (isPaused()) {
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    private boolean isPaused() {
        if (connection.stream() != null) {
            boolean mayBeRead = upload != null && state != State.WAIT && upload.wants();
            return !mayBeRead && actualReadableBytes() >= READ_AHEAD;
        }
        return state == State.WAIT;
    }

    /** The response is written: reads on, first what is there already. Called on the event loop. */
    void resume() throws Exception {
        if (state == State.WAIT) {
            begin();
            proceed();
        } else if (upload != null) {
            isAnswered = true;
            connection.enter(Connection.Phase.BODY);
            endUpload();
            proceed();
        }
    }

    private void endUpload() {
        if (upload != null) {
            upload.fail(new AssetException("body: not read (expected: before the response ended)"));
            upload = null;
        }
    }

    /** Reads on with what is there. */
    private void proceed() throws Exception {
        ChannelHandlerContext ctx = context;
        if (!isDecoding && ctx != null) {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            ctx.fireChannelReadComplete();
            closeIfNoMoreCanCome();
        }
    }

    /** The body of the request that is being answered, for its stream. */
    Upload upload() {
        Upload current = upload;
        if (current == null) {
            current = new Upload(channel(), () -> {});
            current.complete();
        }
        return current;
    }

    private Channel channel() {
        return Objects.requireNonNull(context, "context").channel();
    }

    /** Somebody asks for more of a body. */
    private void demanded() {
        StreamWriter stream = connection.stream();
        if (stream != null) {
            stream.wind();
        }
        try {
            proceed();
        } catch (Exception e) {
            channel().pipeline().fireExceptionCaught(e);
        }
    }

    private void begin() {
        state = State.HEAD;
        head = new RequestHead(limits);
        bodyRead = 0;
        scanned = 0;
        isBlankLineSkipped = false;
        isAnswered = false;
        upload = null;
        connection.enter(Connection.Phase.IDLE);
    }

    /** Reads nothing more as a request; drops what comes. */
    void discard() {
        state = State.DEAD;
        endUpload();
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
            if (isStreamed.test(head.request())) {
                upload = new Upload(channel(), this::demanded);
                out.add(head.request());
            }
        }
    }

    private void body(ByteBuf in, List<Object> out) {
        take(in);
        if (remaining == 0) {
            complete(out);
        }
    }

    /** Takes what there is of a body, but not before it is wanted. */
    private void take(ByteBuf in) {
        int count = (int) Math.min(remaining, in.readableBytes());
        Upload to = upload;
        if (to == null) {
            in.skipBytes(count);
        } else if (to.wants() && count > 0) {
            to.next(in.readRetainedSlice(count));
        } else {
            return;
        }
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
        take(in);
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
        Upload received = upload;
        if (isAnswered) {
            begin();
        } else if (received == null) {
            state = State.WAIT;
            connection.enter(Connection.Phase.RESPONSE);
            out.add(head.request());
        } else {
            state = State.WAIT;
            received.complete();
            connection.enter(Connection.Phase.RESPONSE);
            demanded();
        }
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
    @SuppressWarnings("FutureReturnValueIgnored") // closed() follows
    private void closeIfNoMoreCanCome() {
        if (isInputShut && connection.stream() != null) {
            // A stream may be silent for long: a client that has sent its end is taken for gone.
            channel().close();
        } else if (isInputShut && state != State.WAIT) {
            connection.closeWhenWritten();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        // Nothing is decoded from what an ended connection left behind.
        ctx.fireChannelInactive();
    }
}
