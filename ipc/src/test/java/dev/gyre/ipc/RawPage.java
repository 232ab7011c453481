package dev.gyre.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.PageLink;
import dev.gyre.ipc.spi.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A page that sends what it is told to, byte for byte, and hears frames as they were written. One thread is its
 * transport's: the test's own.
 */
final class RawPage {

    private static final ObjectMapper PLAIN = new ObjectMapper();

    private final PageLink link;
    private final List<JsonNode> heard = new ArrayList<>();
    private long messages;
    private volatile CloseReason reason;

    private RawPage(Ipc ipc) {
        this.link = ipc.connect(new Wire());
    }

    /** The page of a window that has said hello and nothing else. */
    static RawPage open(Ipc ipc, PageWindow window) {
        RawPage page = new RawPage(ipc);
        page.send("[0,1,\"" + window.code() + "\"]");
        assertThat(page.link.isProven()).isTrue();
        page.heard.clear();
        page.messages = 0;
        return page;
    }

    void send(String message) {
        send(message.getBytes(UTF_8));
    }

    void send(byte[] message) {
        link.receive(message, 0, message.length);
    }

    void sendBinary(byte[] message) {
        link.receiveBinary(message, 0, message.length);
    }

    /** A length, a head that may be of another length, and what follows it. */
    static byte[] binary(int length, byte[] head, byte[] pieces) {
        return ByteBuffer.allocate(Integer.BYTES + head.length + pieces.length)
                .putInt(length)
                .put(head)
                .put(pieces)
                .array();
    }

    /** The frames it has heard since the welcome, however they were joined in messages. */
    List<JsonNode> frames() {
        link.drain();
        return heard;
    }

    /** What it has heard is forgotten, and confirmed, so that more may come. */
    void confirm() {
        link.drain();
        heard.clear();
        send("[15," + messages + "]");
    }

    /** The outcome of a request, once it has come. */
    JsonNode outcome(long id) {
        World.eventually(() -> outcomes(id).size() > 0);
        return outcomes(id).get(0);
    }

    /** All outcomes of a request that have come. */
    List<JsonNode> outcomes(long id) {
        return frames().stream()
                .filter(frame -> isOutcome(frame) && frame.path(1).asLong() == id)
                .toList();
    }

    private static boolean isOutcome(JsonNode frame) {
        return switch (frame.path(0).asInt()) {
            case Frame.REPLY, Frame.ERROR, Frame.COMPLETE -> true;
            default -> false;
        };
    }

    /** Why the runtime closed it, or null. */
    CloseReason reason() {
        return reason;
    }

    void leave() {
        link.lost();
    }

    private void hear(byte[] message, int offset, int length, boolean binary) {
        try {
            JsonNode read = PLAIN.readTree(message, offset, length);
            JsonNode frame = binary ? read.path(1) : read;
            messages++;
            if (frame.path(0).asInt() == Frame.BATCH) {
                frame.forEach(this::hear);
            } else {
                hear(frame);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hear(JsonNode frame) {
        if (frame.isArray()) {
            heard.add(frame);
        }
    }

    private final class Wire implements Transport {

        @Override
        public void wake() {}

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void send(byte[] message) {
            hear(message, 0, message.length, false);
        }

        @Override
        public void sendBinary(byte[] message) {
            hear(message, Integer.BYTES, ByteBuffer.wrap(message).getInt(), true);
        }

        @Override
        public void close(CloseReason why) {
            reason = why;
        }
    }
}
