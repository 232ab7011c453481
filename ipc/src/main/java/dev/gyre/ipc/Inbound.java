package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.gyre.event.Event;
import dev.gyre.event.EventPattern;
import dev.gyre.event.EventType;
import dev.gyre.event.PublishResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Takes the messages of one session's page, one parse each: tokens go straight into the arguments of the binding that is
 * called, with nothing in between.
 *
 * <p>Called by the transport's thread. A frame that does not fit is answered and skipped, and its neighbours in the batch
 * stand. A message that is no JSON, or too deep, or has too long a number, cannot be skipped within: it is answered as
 * a whole, by its number.
 */
final class Inbound {

    private final IpcRuntime runtime;
    private final LiveSession session;

    /** Reads message after message until it met an error or is worn. */
    private FrameParser parser;

    /** Whether the parser may stand where it should not. */
    private boolean isSuspect;

    /** Whether the message in hand was read to its end. */
    private boolean isWhole;

    /** Of the message in hand. */
    private int messageBytes;

    Inbound(IpcRuntime runtime, LiveSession session) {
        this.runtime = runtime;
        this.session = session;
        this.parser = runtime.newParser();
    }

    /** Takes a text message. */
    void message(byte[] bytes, int offset, int length) {
        begin(length);
        try {
            parser.begin(bytes, offset, length);
            read();
            parser.end();
            isWhole = true;
        } catch (IOException e) {
            unparsable(e);
        } finally {
            end();
        }
    }

    /** Takes a binary message. */
    void binary(byte[] bytes, int offset, int length) {
        begin(length);
        try {
            int head = length < Integer.BYTES
                    ? -1
                    : ByteBuffer.wrap(bytes, offset, length).getInt();
            if (head < 0 || head > length - Integer.BYTES) {
                throw new IOException("head: " + head + " bytes (expected: those that follow)");
            }
            int from = offset + Integer.BYTES;
            if (!Utf8.isValid(bytes, from, head)) {
                throw new IOException("head: not UTF-8");
            }
            parser.begin(bytes, from, head);
            readHead(bytes, from + head, offset + length);
            parser.end();
            isWhole = true;
        } catch (IOException e) {
            unparsable(e);
        } finally {
            end();
        }
    }

    private void begin(int length) {
        session.countReceived();
        messageBytes = length;
        isWhole = false;
    }

    private void unparsable(IOException error) {
        session.countBadFrame();
        runtime.log().warn(() -> session + " sent a message that cannot be read: " + Text.firstLine(error));
        session.answer(session.encoder().badMessage("message: " + Text.firstLine(error), session.received()));
    }

    private void end() {
        if (isSuspect || !isWhole || parser.isWorn()) {
            renewParser();
        }
    }

    private void renewParser() {
        parser.close();
        parser = runtime.newParser();
        isSuspect = false;
    }

    /** The table of pieces, and one frame. */
    private void readHead(byte[] bytes, int from, int to) throws IOException {
        requireArray("head");
        requireArray("table of pieces");
        parser.with(Pieces.read(parser, bytes, from, to));
        requireArray("frame");
        parser.nextToken();
        frame();
        if (parser.nextToken() != JsonToken.END_ARRAY) {
            throw new JsonParseException(parser, "more than one frame (expected: one where there are bytes)");
        }
    }

    private void requireArray(String what) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new JsonParseException(parser, "not a " + what + " (expected: an array)");
        }
    }

    private void read() throws IOException {
        requireArray("frame");
        if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && isBatch()) {
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                parser.nextToken();
                frame();
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                throw new JsonParseException(parser, "not a frame (expected: a batch of arrays)");
            }
        } else {
            frame();
        }
    }

    private boolean isBatch() throws IOException {
        return SafeIntegers.read(parser, -1) == Frame.BATCH;
    }

    /** One frame, whose kind is the current token; in the end the current token is its closing bracket. */
    private void frame() throws IOException {
        JsonStreamContext outside = outside();
        long id = 0;
        try {
            int kind = kind();
            long named = takesId(kind) ? id() : 0;
            id = hasOutcome(kind) ? named : 0;
            dispatch(kind, named);
        } catch (CallException e) {
            session.answer(session.encoder().error(id, e.kind(), e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            unreadable(id, e);
        }
        while (parser.currentToken() != JsonToken.END_ARRAY || parser.getParsingContext() != outside) {
            parser.nextToken();
        }
    }

    /** Code of the application that reads its own types has failed; the message itself is sound. */
    private void unreadable(long id, Throwable error) {
        isSuspect = true;
        runtime.log().warn(() -> session + " sent what could not be read: " + error, error);
        session.answer(session.encoder().error(id, CallException.BAD_ARGUMENT, "arguments: not accepted"));
    }

    private JsonStreamContext outside() {
        JsonStreamContext here = parser.getParsingContext();
        JsonToken kind = parser.currentToken();
        if (kind == JsonToken.END_ARRAY) {
            return here; // an empty frame is closed already
        }
        JsonStreamContext frame = kind.isStructStart() ? here.getParent() : here;
        return frame.getParent();
    }

    private int kind() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw badFrame("kind: none (expected: an integer)");
        }
        long kind = SafeIntegers.read(parser, -1);
        return kind == (int) kind ? (int) kind : -1;
    }

    private static boolean takesId(int kind) {
        return switch (kind) {
            case Frame.CALL, Frame.STREAM, Frame.EMIT, Frame.SUBSCRIBE, Frame.CANCEL -> true;
            case Frame.NEXT, Frame.COMPLETE, Frame.CREDIT, Frame.ERROR -> true;
            default -> false;
        };
    }

    /** Whether what is wrong with a frame is the outcome of its request; elsewhere it is told under no id. */
    private static boolean hasOutcome(int kind) {
        return kind == Frame.CALL || kind == Frame.STREAM || kind == Frame.EMIT || kind == Frame.SUBSCRIBE;
    }

    private long id() throws IOException {
        long id = next(0);
        if (id < 1 || !SafeIntegers.isSafe(id)) {
            throw badFrame("id: " + id + " (expected: 1..2^53)");
        }
        return id;
    }

    private long next(long otherwise) throws IOException {
        parser.nextToken();
        return SafeIntegers.read(parser, otherwise);
    }

    private void dispatch(int kind, long id) throws IOException {
        switch (kind) {
            case Frame.CALL -> call(id, false);
            case Frame.STREAM -> call(id, true);
            case Frame.CANCEL -> session.calls().cancel(id);
            case Frame.CREDIT -> credit(id, next(0));
            case Frame.NEXT -> items(id);
            case Frame.COMPLETE -> uploaded(id, Upload::complete);
            case Frame.ERROR -> uploadFailed(id);
            case Frame.EMIT -> emit(id);
            case Frame.SUBSCRIBE -> subscribe(id, text("pattern"));
            case Frame.UNSUBSCRIBE -> session.unsubscribe(text("pattern"));
            case Frame.READY -> session.ready();
            case Frame.PING -> session.confirmReceived();
            case Frame.ACK -> ack(next(-1));
            default -> throw badFrame("kind: " + kind + " (expected: one a page may send)");
        }
    }

    private void call(long id, boolean asStream) throws IOException {
        if (session.calls().isUsed(id)) {
            // Answering under the id would be a second outcome of the call that has it.
            session.answer(
                    session.encoder().error(0, CallException.BAD_FRAME, "id: " + id + " (expected: an unused one)"));
            session.countBadFrame();
            return;
        }
        String name = text("name");
        BoundMethod method = runtime.bindings().find(name);
        if (method == null || !session.owner().mayCall(method)) {
            throw notAvailable("call", "calls", name, method != null);
        }
        if (method.isStream() != asStream) {
            throw CallException.refusal(
                    CallException.BAD_ARGUMENT,
                    name
                            + (asStream
                                    ? " gives no stream (expected: a call)"
                                    : " gives a stream (expected: a stream request)"));
        }
        requireRoom(asStream);
        Call call = new Call(id, method, session.calls());
        call.read(parser);
        int more = call.uploads().size() + (asStream ? 1 : 0);
        if (session.calls().streaming() + more > runtime.limits().streams()) {
            throw tooMany("streams and uploads", runtime.limits().streams());
        }
        session.countCall();
        session.calls().start(call);
    }

    private void requireRoom(boolean forStream) {
        IpcLimits limits = runtime.limits();
        if (forStream && session.calls().streaming() >= limits.streams()) {
            throw tooMany("streams and uploads", limits.streams());
        }
        if (!forStream && session.calls().inFlight() >= limits.callsInFlight()) {
            throw tooMany("calls in flight", limits.callsInFlight());
        }
    }

    private CallException tooMany(String what, int limit) {
        session.countRefused();
        return CallException.refusal(
                CallException.OVERLOADED, what + ": " + (limit + 1) + " (expected: at most " + limit + ")");
    }

    private void credit(long id, long more) {
        if (more < 1) {
            throw badFrame("credit: " + more + " (expected: 1..2^53)");
        }
        session.calls().credit(id, more);
    }

    /** Items that do not fit, or come without credit, fail their upload, and nothing else. */
    private void items(long id) throws IOException {
        Upload upload = session.calls().upload(id);
        if (upload == null) {
            return; // cancelled while they were on their way
        }
        try {
            upload.take(parser, messageBytes);
        } catch (JsonMappingException | InputCoercionException e) {
            upload.refuse(
                    new CallException(CallException.BAD_ARGUMENT, "item: " + Text.refusal(upload.itemType(), e), e));
        } catch (CallException e) {
            upload.refuse(e);
        }
    }

    private void uploaded(long id, Consumer<Upload> end) {
        Upload upload = session.calls().upload(id);
        if (upload != null) {
            end.accept(upload);
        }
    }

    private void uploadFailed(long id) throws IOException {
        String kind = text("kind");
        String message = text("message");
        uploaded(id, upload -> upload.fail(new CallException(kindOrFailed(kind), Text.shortened(message))));
    }

    private static String kindOrFailed(String kind) {
        return CallException.isKind(kind) ? kind : CallException.FAILED;
    }

    private void emit(long id) throws IOException {
        String name = text("name");
        EventType<?> type = runtime.bus().type(name);
        if (type == null || !session.owner().capabilities().mayEmit(name)) {
            throw notAvailable("emit", "emits", name, type != null);
        }
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            throw CallException.refusal(CallException.BAD_ARGUMENT, "payload: none (expected: one)");
        }
        Event<?> event = event(type);
        WindowMessage message = new WindowMessage(session.window(), session.id(), event);
        accepted(runtime.bus().tryPublish(WindowMessage.TYPE, message));
        session.countEmitted();
        session.answer(Frame.reply(id));
    }

    private <T> Event<T> event(EventType<T> type) throws IOException {
        ValueReader reader = runtime.reader(type.payload());
        try {
            T payload = type.payload().cast(reader.read(parser));
            if (payload == null) {
                throw CallException.refusal(CallException.BAD_ARGUMENT, "payload: null (expected: a value)");
            }
            return new Event<>(type, payload);
        } catch (JsonMappingException | InputCoercionException e) {
            throw new CallException(CallException.BAD_ARGUMENT, "payload: " + Text.refusal(reader.type(), e), e);
        }
    }

    private void accepted(PublishResult result) {
        if (result.isAccepted()) {
            return;
        }
        session.countRefused();
        boolean full = result == PublishResult.REJECTED;
        throw full
                ? CallException.refusal(CallException.OVERLOADED, "window messages: full (expected: room; try again)")
                : CallException.refusal(CallException.FAILED, "the event was not accepted");
    }

    private void subscribe(long id, String pattern) {
        try {
            EventPattern.of(pattern);
        } catch (IllegalArgumentException e) {
            throw new CallException(CallException.BAD_ARGUMENT, String.valueOf(e.getMessage()), e);
        }
        if (!session.owner().capabilities().mayHear(pattern)) {
            throw notAvailable("hear", "hears", pattern, true);
        }
        session.subscribe(pattern);
        session.answer(Frame.reply(id));
    }

    private void ack(long received) {
        if (!session.outbound().acked(received)) {
            throw badFrame("ack: " + received + " (expected: a number of messages that were sent)");
        }
    }

    private String text(String what) throws IOException {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw CallException.refusal(CallException.BAD_FRAME, what + ": none (expected: text)");
        }
        return parser.name();
    }

    private CallException badFrame(String message) {
        session.countBadFrame();
        return CallException.refusal(CallException.BAD_FRAME, message);
    }

    /** The page learns the same whether there is no such thing or it may not have it; the log tells which grant. */
    private CallException notAvailable(String verb, String grant, String name, boolean exists) {
        session.countRefused();
        runtime.log()
                .warn(() -> "window \"" + session.window() + "\" may not " + verb + " " + name
                        + (exists ? ": add .allow(" + grant + "(\"" + name + "\"))" : ": there is no such name"));
        return CallException.refusal(CallException.NOT_AVAILABLE, Text.shortened(name) + " is not available");
    }
}
