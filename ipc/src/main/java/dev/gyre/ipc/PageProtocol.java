package dev.gyre.ipc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The page's side of the protocol: requests become frames, and what comes is counted, confirmed, and given to whoever
 * waits for it. See PROTOCOL.md.
 *
 * <p>It outlives connections and knows none: text goes out through a consumer. Requests may be made on any thread;
 * {@link #take} and {@link #returning} belong to the page's thread, on which events are heard.
 */
final class PageProtocol {

    private final ObjectMapper mapper;
    private final Consumer<String> out;
    private final BiConsumer<String, JsonNode> events;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final AtomicLong gaps = new AtomicLong();
    private volatile CompletableFuture<Void> welcomed = new CompletableFuture<>();
    private volatile String token = "";
    private volatile String next = "";
    private volatile long generation;

    /** Messages received of the session. The page's thread alone. */
    private long received;

    /** Their bytes since the last confirmation. The page's thread alone. */
    private int unconfirmed;

    /**
     * A page that has not said hello.
     *
     * @param mapper the runtime's, so that values are read as they were written
     * @param out takes each message for the runtime, on any thread
     * @param events hears each event's name and payload, on the page's thread
     */
    PageProtocol(ObjectMapper mapper, Consumer<String> out, BiConsumer<String, JsonNode> events) {
        this.mapper = mapper;
        this.out = out;
        this.events = events;
    }

    String token() {
        return token;
    }

    /** The code with which the page may be loaded again. */
    String next() {
        return next;
    }

    long generation() {
        return generation;
    }

    /** Events lost to full queues, as the runtime told it. */
    long gaps() {
        return gaps.get();
    }

    /** To be asked for before a connection is made: completes when that is welcomed, or fails with it. */
    CompletableFuture<Void> expectWelcome() {
        CompletableFuture<Void> expected = new CompletableFuture<>();
        welcomed = expected;
        return expected;
    }

    /** The hello of a page that presents a code. */
    String arriving(String code) {
        return "[" + Frame.HELLO + "," + Frame.VERSION + "," + json(code) + "]";
    }

    /** The hello of a page that comes back to its session. */
    String returning() {
        return "[" + Frame.HELLO + "," + Frame.VERSION + ",\"\"," + json(token) + "," + received + "]";
    }

    void ready() {
        out.accept("[" + Frame.READY + "]");
    }

    void unsubscribe(String pattern) {
        out.accept("[" + Frame.UNSUBSCRIBE + "," + json(pattern) + "]");
    }

    /** Sends a frame that has an outcome. Cancelling the future cancels it at the runtime. */
    CompletableFuture<JsonNode> request(int kind, @Nullable Object... content) {
        long id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        String frame = frame(kind, id, content);
        open.put(id, answer);
        CompletableFuture<?> unused = answer.whenComplete((node, error) -> {
            if (open.remove(id) != null && answer.isCancelled()) {
                out.accept("[" + Frame.CANCEL + "," + id + "]");
            }
        });
        out.accept(frame);
        return answer;
    }

    private String frame(int kind, long id, @Nullable Object... content) {
        StringBuilder frame = new StringBuilder("[" + kind + "," + id);
        for (Object element : content) {
            frame.append(',').append(json(element));
        }
        return frame.append(']').toString();
    }

    private String json(@Nullable Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalArgumentException("value: cannot be encoded", e);
        }
    }

    /** Reads what an answer or an event holds: null if that is nothing. */
    <T> @Nullable T read(JsonNode node, Class<T> type) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        try {
            return mapper.treeToValue(node, type);
        } catch (IOException e) {
            throw new IllegalArgumentException("result: " + node + " (expected: " + type.getSimpleName() + ")", e);
        }
    }

    /** Takes a message of the runtime. */
    void take(byte[] message) {
        try {
            JsonNode frame = mapper.readTree(message);
            if (frame.path(0).asInt() == Frame.WELCOME) {
                welcome(frame.path(1));
                return;
            }
            received++;
            unconfirmed += message.length;
            frames(frame);
            if (received % IpcLimits.ACK_EVERY == 0 || unconfirmed >= IpcLimits.ACK_BYTES) {
                unconfirmed = 0;
                out.accept("[" + Frame.ACK + "," + received + "]");
            }
        } catch (IOException e) {
            throw new IllegalStateException("the runtime sent what is no frame", e);
        }
    }

    private void frames(JsonNode frame) {
        if (frame.path(0).asInt() == Frame.BATCH) {
            for (int i = 1; i < frame.size(); i++) {
                frame(frame.path(i));
            }
        } else {
            frame(frame);
        }
    }

    private void frame(JsonNode frame) {
        switch (frame.path(0).asInt()) {
            case Frame.REPLY -> settle(frame.path(1).asLong(), frame.path(2), null);
            case Frame.ERROR -> failed(frame);
            case Frame.EVENT -> events.accept(frame.path(1).asText(), frame.path(2));
            case Frame.GAP -> gaps.addAndGet(frame.path(1).asLong());
            default -> {} // an acknowledgement: this page keeps nothing to send again
        }
    }

    private void welcome(JsonNode welcome) {
        token = welcome.path("token").asText();
        next = welcome.path("next").asText(next);
        generation = welcome.path("generation").asLong();
        welcomed.complete(null);
    }

    private void settle(long id, JsonNode value, @Nullable CallException error) {
        CompletableFuture<JsonNode> answer = open.remove(id);
        if (answer != null && error == null) {
            answer.complete(value);
        } else if (answer != null) {
            answer.completeExceptionally(error);
        }
    }

    /** An error of one request, or of a whole message: this client does not keep which requests that held. */
    private void failed(JsonNode frame) {
        CallException error =
                new CallException(frame.path(2).asText(), frame.path(3).asText());
        if (frame.size() > 4) {
            failAll(error);
        } else {
            settle(frame.path(1).asLong(), frame, error);
        }
    }

    /** No answer will come any more, and no welcome. */
    void closed(CallException error) {
        welcomed.completeExceptionally(error);
        failAll(error);
    }

    private void failAll(CallException error) {
        open.values().forEach(answer -> answer.completeExceptionally(error));
        open.clear();
    }
}
