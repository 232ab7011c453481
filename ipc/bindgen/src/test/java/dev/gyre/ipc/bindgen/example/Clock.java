package dev.gyre.ipc.bindgen.example;

import dev.gyre.event.EventType;
import dev.gyre.ipc.Binding;
import dev.gyre.ipc.PageSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells the time, {@code forever} &amp; ever. */
public final class Clock {

    /** The time has gone on. */
    static final EventType<Tick> TICK = EventType.of("clock.tick", Tick.class);

    static final EventType<Void> STOPPED = EventType.of("clock.stopped", Void.class);

    /**
     * One tick.
     *
     * @param at when it was
     * @param count how many there were before
     */
    public record Tick(Instant at, long count) {}

    /**
     * Says hello.
     *
     * <p>In English; see {@link #history}. A comment may hold * and /.
     *
     * @param name whom to greet
     * @param page who asks, which pages do not say
     * @return the greeting
     */
    @Binding
    String greet(String name, PageSession page) {
        return "Hello, " + name;
    }

    @Binding
    void stop() {}

    @Binding
    CompletionStage<Void> reset(@Nullable Instant to) {
        return null;
    }

    @Binding
    Mono<Optional<Tick>> last() {
        return Mono.empty();
    }

    /**
     * What was.
     *
     * @param last how far back
     */
    @Binding
    Flux<Tick> history(Duration last) {
        return Flux.empty();
    }

    @Binding
    int sum(int... numbers) {
        return numbers.length;
    }

    @Binding("Alarm.set")
    String setAlarm(Instant at, String in) {
        return in;
    }

    @Binding("now")
    Instant now() {
        return Instant.EPOCH;
    }

    @Binding("deep.down.tell-time")
    String deep() {
        return "";
    }

    String notOpen() {
        return "";
    }
}
