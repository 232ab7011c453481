package dev.gyre.bench.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends each text back as it is, but for a few words. {@code push SIZE MILLIS} has it send events for so long: each encoded
 * by itself, sent by itself, as fast as the page takes them; {@code items MILLIS} sends texts, {@value #BATCH} in a message,
 * as far as {@code credit MESSAGES} allows; {@code pieces MILLIS} sends bytes. Each ends with {@code pushed COUNT}. Bytes
 * that come are counted, and their sum is told every {@value #TOLD} bytes, or when {@code taken} asks.
 */
// A write that fails closes the channel, upon which the page fails.
@SuppressWarnings("FutureReturnValueIgnored")
final class BareHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final int EVENT = 10;
    private static final int BATCH = 500;
    private static final int TOLD = 256 << 10;

    private final ObjectMapper mapper = new ObjectMapper();
    private @Nullable Push push;
    private long until;
    private long pushed;
    private long credit;
    private long taken;

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) throws JsonProcessingException {
        if (frame instanceof TextWebSocketFrame text) {
            text(context, text);
        } else {
            take(context, frame.content().readableBytes());
        }
    }

    private void text(ChannelHandlerContext context, TextWebSocketFrame frame) throws JsonProcessingException {
        String[] words = frame.text().split(" ", 3);
        switch (words[0]) {
            case "push" -> {
                String payload = "x".repeat(Integer.parseInt(words[1]));
                begin(context, words[2], Long.MAX_VALUE, new Push(1, any -> event(payload)));
            }
            case "items" -> begin(context, words[1], 0, new Push(BATCH, this::items));
            case "pieces" -> begin(context, words[1], Long.MAX_VALUE, new Push(1, BareHandler::piece));
            case "credit" -> {
                credit += Long.parseLong(words[1]);
                push(context);
            }
            case "taken" -> {
                tell(context);
                taken = 0;
            }
            default -> context.writeAndFlush(frame.retain());
        }
    }

    private void begin(ChannelHandlerContext context, String millis, long allowed, Push first)
            throws JsonProcessingException {
        push = first;
        until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(millis));
        pushed = 0;
        credit = allowed;
        push(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws JsonProcessingException {
        push(context);
    }

    private void push(ChannelHandlerContext context) throws JsonProcessingException {
        while (push != null && credit > 0 && context.channel().isWritable()) {
            if (System.nanoTime() - until < 0) {
                WebSocketFrame message = push.content.from(pushed);
                pushed += push.each;
                credit--;
                context.writeAndFlush(message);
            } else {
                push = null;
                context.writeAndFlush(new TextWebSocketFrame("pushed " + pushed));
            }
        }
    }

    private WebSocketFrame event(String payload) throws JsonProcessingException {
        return json(List.of(EVENT, Pump.EVENT, payload));
    }

    private WebSocketFrame items(long from) throws JsonProcessingException {
        return json(LongStream.range(from, from + BATCH).mapToObj(Pieces::text).toArray());
    }

    private WebSocketFrame json(Object value) throws JsonProcessingException {
        return new TextWebSocketFrame(Unpooled.wrappedBuffer(mapper.writeValueAsBytes(value)));
    }

    private static WebSocketFrame piece(long from) {
        return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(Pieces.bytes(from)));
    }

    private void take(ChannelHandlerContext context, int bytes) {
        long before = taken;
        taken += bytes;
        if (before / TOLD != taken / TOLD) {
            tell(context);
        }
    }

    private void tell(ChannelHandlerContext context) {
        context.writeAndFlush(new TextWebSocketFrame("taken " + taken));
    }

    /**
     * What is sent for some time.
     *
     * @param each how many are in a message
     * @param content makes the message
     */
    private record Push(int each, Content content) {}

    /** Makes the message that begins at a place. */
    @FunctionalInterface
    private interface Content {
        WebSocketFrame from(long place) throws JsonProcessingException;
    }
}
