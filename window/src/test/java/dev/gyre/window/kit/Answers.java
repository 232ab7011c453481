package dev.gyre.window.kit;

import dev.gyre.ipc.Binding;
import dev.gyre.ipc.CallException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What Java offers the pages of the kit. */
final class Answers {

    /** The message of each fault of the tests' own making. */
    static final String FAULT = "a fault of the application, which the log is expected to show";

    record Greeting(String text, int length) {}

    /** One of each counts down when something that has no end of its own has begun, and when it is over. */
    final CountDownLatch begun = new CountDownLatch(1);

    final CountDownLatch over = new CountDownLatch(1);

    @Binding
    Greeting greet(String name) {
        return new Greeting("Hello, " + name, name.length());
    }

    @Binding
    int pour(int cups) {
        if (cups > 0) {
            throw new CallException("out_of_tea", "the pot is empty");
        }
        return cups;
    }

    /** Has a fault: there is no such item. */
    @Binding
    String fail() {
        return List.of("one").get(1);
    }

    @Binding
    String echo(String text) {
        return text;
    }

    @Binding
    Flux<String> echoes(String text) {
        return Flux.just(text);
    }

    @Binding
    Mono<String> joined(Flux<String> texts) {
        return texts.reduce(String::concat);
    }

    @Binding
    Mono<String> complain(String text) {
        return Mono.error(new CallException("complaint", text));
    }

    @Binding
    byte[] bytes(byte[] sent) {
        return sent;
    }

    @Binding
    Flux<Integer> count(int end) {
        return Flux.range(1, end).doOnCancel(over::countDown);
    }

    @Binding
    Mono<Long> sum(Flux<Integer> items) {
        return items.reduce(0L, Long::sum);
    }

    /** A source that fails after three items. */
    @Binding
    Flux<Integer> breaks() {
        return Flux.range(1, 3).concatWith(Flux.error(new IllegalStateException(FAULT)));
    }

    /** Has a fault: there is no such source. */
    @Binding
    Flux<Integer> hasNoSource() {
        return List.<Flux<Integer>>of().get(0);
    }

    /** Fails at the first item. */
    @Binding
    Mono<Long> drops(Flux<Integer> items) {
        return items.<Integer>map(item -> {
                    throw new IllegalStateException(FAULT);
                })
                .count();
    }

    @Binding
    Mono<Void> call() {
        return Mono.<Void>never().doOnSubscribe(any -> begun.countDown()).doOnCancel(over::countDown);
    }

    @Binding
    Flux<Integer> stream() {
        return Flux.<Integer>never().doOnSubscribe(any -> begun.countDown()).doOnCancel(over::countDown);
    }

    /** Takes one item after the other, and is never done with the first. */
    @Binding
    Mono<Void> upload(Flux<Integer> items) {
        return items.doOnNext(any -> begun.countDown())
                .doFinally(any -> over.countDown())
                .concatMap(any -> Mono.never(), 1)
                .then();
    }
}
