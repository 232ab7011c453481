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
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * The page's side of the protocol: requests become frames, and what comes is counted, confirmed, and given to whoever
 * waits for it. See PROTOCOL.md.
 *
 * <p>It outlives connections and knows none: text goes out through a consumer. Requests may be made on any thread;
 * {@link #take} and {@link #returning} belong to the page's thread, on which events are heard.
 */
final class PageProtocol {

    private final ObjectMapper mapper;
    private final FrameEncoder encoder;
    private final PageOutbox out;
    private final BiConsumer<String, JsonNode> events;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final Map<Long, Sinks.Many<JsonNode>> streams = new ConcurrentHashMap<>();
    private final Map<Long, PageUpload> uploads = new ConcurrentHashMap<>();
    private final AtomicLong gaps = new AtomicLong();

    /** Why no request has an answer any more. */
    private volatile @Nullable CallException over;

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
     * @param encoder the runtime's; values are read by its mapper, so that they come as they went
     * @param out takes each message for the runtime, on any thread
     * @param events hears each event's name and payload, on the page's thread
     */
    PageProtocol(FrameEncoder encoder, Consumer<Message> out, BiConsumer<String, JsonNode> events) {
        this.mapper = encoder.mapper();
        this.encoder = encoder;
        this.out = new PageOutbox(out);
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

    /** Uploads under way, or not asked for yet. */
    int uploading() {
        return uploads.size();
    }

    /** To be asked for before a connection is made: completes when that is welcomed, or fails with it. */
    CompletableFuture<Void> expectWelcome() {
        CompletableFuture<Void> expected = new CompletableFuture<>();
        welcomed = expected;
        over = null;
        out.hold();
        return expected;
    }

    /** The hello of a page that presents a code. */
    Message arriving(String code) {
        return Message.of(frame(Frame.HELLO, Frame.VERSION, code));
    }

    /** The hello of a page that comes back to its session. */
    Message returning() {
        return Message.of(frame(Frame.HELLO, Frame.VERSION, "", token, received));
    }

    /** Sends a frame, now or once the runtime can be reached again. */
    private void send(EncodedFrame frame) {
        out.send(Message.of(frame));
    }

    /** Sends a message now, or never if that cannot be. */
    void sendNow(Message message) {
        out.sendNow(message);
    }

    void ready() {
        send(frame(Frame.READY));
    }

    void unsubscribe(String pattern) {
        send(frame(Frame.UNSUBSCRIBE, pattern));
    }

    /** Sends a frame that has an outcome. Cancelling the future cancels it at the runtime. */
    CompletableFuture<JsonNode> request(int kind, @Nullable Object... content) {
        long id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        EncodedFrame frame = request(kind, id, content);
        open.put(id, answer);
        CompletableFuture<?> unused = answer.whenComplete((node, error) -> {
            if (open.remove(id) != null && answer.isCancelled()) {
                send(Frame.cancel(id));
            }
            endUploads(id);
        });
        send(frame);
        failIfOver();
        return answer;
    }

    /** A stream for each subscription; its demand is credit. */
    <T> Flux<T> stream(Class<T> type, @Nullable Object... content) {
        return Flux.defer(() -> {
            long id = ids.incrementAndGet();
            Sinks.Many<JsonNode> items = Sinks.many().unicast().onBackpressureBuffer();
            streams.put(id, items);
            send(request(Frame.STREAM, id, content));
            failIfOver();
            return items.asFlux()
                    .doOnRequest(more -> send(Frame.credit(id, Math.min(more, SafeIntegers.MAX))))
                    .doOnCancel(() -> cancelStream(id))
                    .mapNotNull(item -> read(item, type));
        });
    }

    private void cancelStream(long id) {
        if (streams.remove(id) != null) {
            send(Frame.cancel(id));
            endUploads(id);
        }
    }

    private EncodedFrame request(int kind, long id, @Nullable Object... content) {
        @Nullable Object[] elements = new Object[content.length + 1];
        elements[0] = id;
        for (int i = 0; i < content.length; i++) {
            elements[i + 1] = content[i] instanceof Publisher<?> items ? open(id, items) : content[i];
        }
        try {
            return frame(kind, elements);
        } catch (RuntimeException e) {
            endUploads(id);
            throw e;
        }
    }

    private long open(long call, Publisher<?> items) {
        long id = ids.incrementAndGet();
        uploads.put(id, new PageUpload(id, call, items, this));
        return id;
    }

    void send(PageUpload upload, Object item) {
        send(frame(Frame.NEXT, upload.id(), item));
    }

    /** An upload has come to its end; it has failed if there is an error. */
    void ended(PageUpload upload, @Nullable Throwable error) {
        uploads.remove(upload.id());
        send(
                error == null
                        ? Frame.complete(upload.id())
                        : frame(Frame.ERROR, upload.id(), CallException.FAILED, String.valueOf(error.getMessage())));
    }

    private void end(PageUpload upload) {
        uploads.remove(upload.id());
        upload.cancel();
    }

    /** Uploads end with their call: the runtime says so only of those that it has taken. */
    private void endUploads(long call) {
        uploads.values().stream().filter(upload -> upload.call() == call).forEach(this::end);
    }

    /** Asked for once a request is kept: whoever closes says so first, and then fails what is kept. */
    private void failIfOver() {
        CallException error = over;
        if (error != null) {
            failAll(error);
        }
    }

    private EncodedFrame frame(int kind, @Nullable Object... elements) {
        try {
            return encoder.encode(json -> {
                json.writeNumber(kind);
                for (Object element : elements) {
                    json.writePOJO(element);
                }
            });
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
    void take(Message message) {
        try {
            JsonNode frame =
                    message.isBinary() ? PieceTree.read(mapper, message.bytes()) : mapper.readTree(message.bytes());
            if (frame.path(0).asInt() == Frame.WELCOME) {
                welcome(frame.path(1));
                return;
            }
            received++;
            unconfirmed += message.length();
            frames(frame);
            if (received % IpcLimits.ACK_EVERY == 0 || unconfirmed >= IpcLimits.ACK_BYTES) {
                unconfirmed = 0;
                send(Frame.ack(received));
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
        long id = frame.path(1).asLong();
        switch (frame.path(0).asInt()) {
            case Frame.REPLY -> settle(id, frame.path(2), null);
            case Frame.ERROR -> failed(frame);
            case Frame.NEXT -> items(id, frame);
            case Frame.COMPLETE -> ended(id, null);
            case Frame.CREDIT -> upload(id, upload -> upload.allow(frame.path(2).asLong()));
            case Frame.CANCEL -> upload(id, this::end);
            case Frame.EVENT -> events.accept(frame.path(1).asText(), frame.path(2));
            case Frame.GAP -> gaps.addAndGet(frame.path(1).asLong());
            case Frame.PING -> send(Frame.ack(received));
            case Frame.ACK -> out.confirm(id);
            default -> {}
        }
    }

    private void items(long id, JsonNode frame) {
        Sinks.Many<JsonNode> stream = streams.get(id);
        for (int i = 2; stream != null && i < frame.size(); i++) {
            stream.emitNext(frame.path(i), Upload.IN_TURN);
        }
    }

    /** True if there was such a stream. */
    private boolean ended(long id, @Nullable CallException error) {
        Sinks.Many<JsonNode> stream = streams.remove(id);
        if (stream == null) {
            return false;
        }
        endUploads(id);
        if (error == null) {
            stream.emitComplete(Upload.IN_TURN);
        } else {
            stream.emitError(error, Upload.IN_TURN);
        }
        return true;
    }

    private void upload(long id, Consumer<PageUpload> action) {
        PageUpload upload = uploads.get(id);
        if (upload != null) {
            action.accept(upload);
        }
    }

    private void welcome(JsonNode welcome) {
        token = welcome.path("token").asText();
        next = welcome.path("next").asText(next);
        generation = welcome.path("generation").asLong();
        out.release(welcome.path("received").asLong());
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
            long id = frame.path(1).asLong();
            if (!ended(id, error)) {
                settle(id, frame, error);
            }
        }
    }

    /** No answer will come any more, and no welcome. */
    void closed(CallException error) {
        over = error;
        welcomed.completeExceptionally(error);
        failAll(error);
    }

    private void failAll(CallException error) {
        open.values().forEach(answer -> answer.completeExceptionally(error));
        open.clear();
        streams.keySet().forEach(id -> ended(id, error));
        uploads.values().forEach(this::end);
    }
}
