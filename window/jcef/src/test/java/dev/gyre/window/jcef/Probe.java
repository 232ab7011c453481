package dev.gyre.window.jcef;

import dev.gyre.event.EventType;
import dev.gyre.ipc.Binding;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import reactor.core.publisher.Flux;

/** What Java offers the page of the tests. */
final class Probe {

    record Step(String step, Object argument) {}

    record Said(String step, String result) {}

    record Tick(int number) {}

    static final EventType<Step> DO = EventType.of("test.do", Step.class);
    static final EventType<Said> SAID = EventType.of("test.said", Said.class);
    static final EventType<Tick> TICK = EventType.of("test.tick", Tick.class);

    final CountDownLatch neverCalled = new CountDownLatch(1);
    final CompletableFuture<Void> never = new CompletableFuture<>();

    @Binding
    String greet(String name) {
        return "Hello, " + name;
    }

    @Binding
    String echo(String text) {
        return text;
    }

    @Binding
    byte[] bytes(byte[] sent) {
        return sent;
    }

    @Binding
    int add(int a, int b) {
        return a + b;
    }

    @Binding
    Flux<Integer> count(int to) {
        return Flux.range(1, to);
    }

    @Binding
    CompletionStage<Void> never() {
        neverCalled.countDown();
        return never;
    }
}
