package dev.gyre.bench.windows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gyre.bench.page.Pump;
import dev.gyre.bench.stages.FixtureService;
import dev.gyre.bench.stages.Fixtures;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a page finds in Java where there is no Gyre: calls by name, events one by one, all of it in JSON by Jackson. */
abstract class BareWindow {

    /** Events that may be on their way: the toolkits know no bound, and would hoard them. */
    private static final int ON_THEIR_WAY = 4096;

    private final ObjectMapper mapper = new ObjectMapper();
    private final FixtureService service = new FixtureService();
    private final Semaphore room = new Semaphore(ON_THEIR_WAY);
    private final Desk desk;

    BareWindow(Desk desk) {
        this.desk = desk;
    }

    /** Takes an event into the page, from any thread. */
    abstract void send(String name, String payload);

    /** That many have come to where they hold no more up. */
    final void taken(int events) {
        room.release(events);
    }

    /** Answers what a page asks for. */
    final void answer(String request, Consumer<String> answers) {
        try {
            JsonNode asked = mapper.readTree(request);
            String method = asked.get("method").asText();
            JsonNode arguments = asked.get("args");
            if (method.equals("Pump.publish")) {
                new Thread(() -> answers.accept(publish(arguments)), "pump").start();
            } else {
                answers.accept(mapper.writeValueAsString(call(method, arguments)));
            }
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException("request: " + request + " (expected: a method and arguments)", wrong);
        }
    }

    private Object call(String method, JsonNode arguments) throws JsonProcessingException {
        return switch (method) {
            case "Service.getUser" -> service.getUser(argument(arguments, 0, Fixtures.UserId.class));
            case "Service.updateData" ->
                service.updateData(
                        argument(arguments, 0, Fixtures.Data.class), argument(arguments, 1, Fixtures.Flag.class));
            case "Service.processEvent" ->
                service.processEvent(
                        argument(arguments, 0, Fixtures.Happening.class),
                        argument(arguments, 1, Fixtures.X.class),
                        argument(arguments, 2, Fixtures.Y.class));
            case "Pump.dropped" -> 0;
            default -> {
                tell(method, arguments);
                yield true;
            }
        };
    }

    private <T> T argument(JsonNode arguments, int place, Class<T> type) throws JsonProcessingException {
        return mapper.treeToValue(arguments.get(place), type);
    }

    private void tell(String method, JsonNode arguments) {
        switch (method) {
            case "Pump.taken" -> taken(arguments.get(0).asInt());
            case "Desk.shown" ->
                desk.shown(arguments.get(0).asDouble(), arguments.get(1).asDouble());
            case "Desk.measured" ->
                desk.measured(arguments.get(0).asLong(), arguments.get(1).asDouble());
            case "Desk.failed" -> desk.failed(arguments.get(0).asText());
            default -> throw new IllegalArgumentException("method: " + method + " (expected: one that is there)");
        }
    }

    final void measure(Measure measure) {
        emit(Measure.EVENT, measure);
    }

    private String publish(JsonNode arguments) {
        String payload = "x".repeat(arguments.get(0).asInt());
        long until = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(arguments.get(1).asLong());
        long published = 0;
        while (System.nanoTime() - until < 0) {
            emit(Pump.EVENT, payload);
            published++;
        }
        return String.valueOf(published);
    }

    private void emit(String name, Object payload) {
        room.acquireUninterruptibly();
        try {
            send(name, mapper.writeValueAsString(payload));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an event could not be encoded", impossible);
        }
    }
}
