package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.gyre.event.Event;
import dev.gyre.event.EventPattern;
import dev.gyre.event.EventType;
import dev.gyre.event.PublishResult;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

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

    Inbound(IpcRuntime runtime, LiveSession session) {
        this.runtime = runtime;
        this.session = session;
    }

    void message(byte[] bytes, int offset, int length) {
        session.countReceived();
        try (JsonParser parser = runtime.mapper().getFactory().createParser(bytes, offset, length)) {
            read(parser);
        } catch (IOException e) {
            session.countBadFrame();
            runtime.log().warn(() -> session + " sent a message that cannot be read: " + Text.firstLine(e));
            session.answer(runtime.encoder().badMessage("message: " + Text.firstLine(e), session.received()));
        }
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new JsonParseException(parser, "not a frame (expected: an array)");
        }
        if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && isBatch(parser)) {
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                parser.nextToken();
                frame(parser);
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                throw new JsonParseException(parser, "not a frame (expected: a batch of arrays)");
            }
        } else {
            frame(parser);
        }
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "more than one frame (expected: a batch)");
        }
    }

    private static boolean isBatch(JsonParser parser) throws IOException {
        return parser.getLongValue() == Frame.BATCH;
    }

    /** One frame, whose kind is the current token; in the end the current token is its closing bracket. */
    private void frame(JsonParser parser) throws IOException {
        JsonStreamContext outside = outside(parser);
        long id = 0;
        try {
            int kind = kind(parser);
            id = takesId(kind) ? id(parser) : 0;
            dispatch(kind, id, parser);
        } catch (CallException e) {
            session.answer(runtime.encoder().error(id, e.kind(), e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            unreadable(id, e);
        }
        while (parser.currentToken() != JsonToken.END_ARRAY || parser.getParsingContext() != outside) {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "unexpected end");
            }
        }
    }

    /** Code of the application that reads its own types has failed; the message itself is sound. */
    private void unreadable(long id, Throwable error) {
        runtime.log().warn(() -> session + " sent what could not be read: " + error, error);
        session.answer(runtime.encoder().error(id, CallException.BAD_ARGUMENT, "arguments: not accepted"));
    }

    private static JsonStreamContext outside(JsonParser parser) {
        JsonStreamContext here = parser.getParsingContext();
        // An empty frame is closed already.
        return parser.currentToken() == JsonToken.END_ARRAY ? here : here.getParent();
    }

    private int kind(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw badFrame("kind: none (expected: an integer)");
        }
        long kind = parser.getLongValue();
        return kind == (int) kind ? (int) kind : -1;
    }

    private static boolean takesId(int kind) {
        return kind == Frame.CALL || kind == Frame.EMIT || kind == Frame.SUBSCRIBE || kind == Frame.CANCEL;
    }

    private long id(JsonParser parser) throws IOException {
        long id = parser.nextLongValue(0);
        if (id < 1 || !SafeIntegers.isSafe(id)) {
            throw badFrame("id: " + id + " (expected: 1..2^53)");
        }
        return id;
    }

    private void dispatch(int kind, long id, JsonParser parser) throws IOException {
        switch (kind) {
            case Frame.CALL -> call(id, parser);
            case Frame.CANCEL -> session.calls().cancel(id);
            case Frame.EMIT -> emit(id, parser);
            case Frame.SUBSCRIBE -> subscribe(id, text(parser, "pattern"));
            case Frame.UNSUBSCRIBE -> session.unsubscribe(text(parser, "pattern"));
            case Frame.READY -> session.ready();
            case Frame.ACK -> ack(parser.nextLongValue(-1));
            default -> throw badFrame("kind: " + kind + " (expected: one a page may send)");
        }
    }

    private void call(long id, JsonParser parser) throws IOException {
        if (session.calls().contains(id)) {
            // Answering under the id would be a second outcome of the call that has it.
            session.answer(
                    runtime.encoder().error(0, CallException.BAD_FRAME, "id: " + id + " (expected: an unused one)"));
            session.countBadFrame();
            return;
        }
        String name = text(parser, "name");
        BoundMethod method = runtime.bindings().find(name);
        if (method == null || !session.owner().mayCall(method)) {
            throw notAvailable("call", "calls", name, method != null);
        }
        if (session.calls().inFlight() >= runtime.limits().callsInFlight()) {
            session.countRefused();
            int limit = runtime.limits().callsInFlight();
            throw new CallException(
                    CallException.OVERLOADED, "calls in flight: " + (limit + 1) + " (expected: at most " + limit + ")");
        }
        @Nullable Object[] arguments = method.read(parser, session);
        session.countCall();
        session.calls().start(id, method, arguments);
    }

    private void emit(long id, JsonParser parser) throws IOException {
        String name = text(parser, "name");
        EventType<?> type = runtime.bus().type(name);
        if (type == null || !session.owner().capabilities().mayEmit(name)) {
            throw notAvailable("emit", "emits", name, type != null);
        }
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            throw new CallException(CallException.BAD_ARGUMENT, "payload: none (expected: one)");
        }
        Event<?> event = event(type, parser);
        WindowMessage message = new WindowMessage(session.window(), session.id(), event);
        accepted(runtime.bus().tryPublish(WindowMessage.TYPE, message));
        session.countEmitted();
        session.answer(Frame.reply(id));
    }

    private <T> Event<T> event(EventType<T> type, JsonParser parser) throws IOException {
        ObjectReader reader = runtime.reader(type.payload());
        try {
            T payload = type.payload().cast(reader.readValue(parser));
            if (payload == null) {
                throw new CallException(CallException.BAD_ARGUMENT, "payload: null (expected: a value)");
            }
            return new Event<>(type, payload);
        } catch (JsonMappingException | InputCoercionException e) {
            throw new CallException(
                    CallException.BAD_ARGUMENT, "payload: " + Text.refusal(reader.getValueType(), e), e);
        }
    }

    private void accepted(PublishResult result) {
        if (result.isAccepted()) {
            return;
        }
        session.countRefused();
        boolean full = result == PublishResult.REJECTED;
        throw full
                ? new CallException(CallException.OVERLOADED, "window messages: full (expected: room; try again)")
                : new CallException(CallException.FAILED, "the event was not accepted");
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

    private static String text(JsonParser parser, String what) throws IOException {
        String text = parser.nextTextValue();
        if (text == null) {
            throw new CallException(CallException.BAD_FRAME, what + ": none (expected: text)");
        }
        return text;
    }

    private CallException badFrame(String message) {
        session.countBadFrame();
        return new CallException(CallException.BAD_FRAME, message);
    }

    /** The page learns the same whether there is no such thing or it may not have it; the log tells which grant. */
    private CallException notAvailable(String verb, String grant, String name, boolean exists) {
        session.countRefused();
        runtime.log()
                .warn(() -> "window \"" + session.window() + "\" may not " + verb + " " + name
                        + (exists ? ": add .allow(" + grant + "(\"" + name + "\"))" : ": there is no such name"));
        return new CallException(CallException.NOT_AVAILABLE, Text.shortened(name) + " is not available");
    }
}
