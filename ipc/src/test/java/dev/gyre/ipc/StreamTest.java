package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** Results and arguments that are streams. */
class StreamTest {

    private final Streams streams = new Streams();
    private final World world = new World(options -> options.bind(streams));
    private final PageWindow window = world.window(calls("Streams.*"));
    private final PageClient page = PageClient.open(world.ipc, window);

    @AfterEach
    void close() {
        page.close();
        world.close();
    }

    @Test
    void bringsItemsInOrderAndThenItsEnd() {
        Flux<Integer> items = page.stream(Integer.class, "Streams.count", 10_000);

        assertThat(items.collectList().block(patience()))
                .isEqualTo(IntStream.rangeClosed(1, 10_000).boxed().toList());
    }

    @Test
    void aStreamOfTheJdkIsOneTooAndIsClosedWhenItIsCancelled() {
        StepVerifier.create(page.stream(Integer.class, "Streams.jdk"), 3)
                .expectNext(0, 1, 2)
                .thenCancel()
                .verify(patience());

        World.await(streams.closed);
    }

    @Test
    void asksTheSourceForNoMoreThanThePageHasAskedFor() {
        StepVerifier.create(page.stream(Long.class, "Streams.endless"), 0)
                .thenRequest(5)
                .expectNext(0L, 1L, 2L, 3L, 4L)
                .then(() -> assertThat(streams.given).hasValue(5))
                .thenRequest(2)
                .expectNext(5L, 6L)
                .then(() -> assertThat(streams.given).hasValue(7))
                .thenCancel()
                .verify(patience());

        World.await(streams.cancelled);
    }

    @Test
    void aPageThatAsksForEverythingAndReadsNothingHoldsUpTheSource() {
        page.pause();
        page.stream(String.class, "Streams.large").subscribe(any -> {}, error -> {});
        World.eventually(() -> streams.given.get() > 0 && isAtRest(streams.given));

        assertThat(streams.given.get()).isLessThan(2_000_000L / 10_000);
        page.unpause();
        World.eventually(() -> streams.given.get() > 1_000);
    }

    /** Nothing comes for a while: nobody could tell of it. */
    private static boolean isAtRest(AtomicLong count) {
        long before = count.get();
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        return count.get() == before;
    }

    @Test
    void failsBehindTheItemsThatCameBefore() {
        StepVerifier.create(page.stream(Integer.class, "Streams.failing"))
                .expectNext(1, 2)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                CallException.class, e -> assertThat(e.kind()).isEqualTo("out_of_tea")))
                .verify(patience());
    }

    @Test
    void anItemThatCannotBeSentEndsItAndTellsWhich() {
        StepVerifier.create(page.stream(Object.class, "Streams.unsendable"))
                .expectNext(1)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(CallException.class)
                        .hasMessageContaining("Streams.unsendable cannot be sent")
                        .hasMessageContaining("2^53"))
                .verify(patience());
        World.await(streams.cancelled);
    }

    @Test
    void aBindingThatGivesNoneAtAllFails() {
        StepVerifier.create(page.stream(Object.class, "Streams.none"))
                .expectErrorSatisfies(error -> assertThat(error).hasMessage("Streams.none failed"))
                .verify(patience());
    }

    @Test
    void endsWithItsSession() {
        page.stream(Long.class, "Streams.endless").subscribe(any -> {}, error -> {});
        World.eventually(() -> streams.given.get() > 100);

        window.session().orElseThrow().end();

        World.await(streams.cancelled);
        assertThat(window.session()).isEmpty();
    }

    @Test
    void manyAtOnceAreRefusedAboveTheLimitAndLetThroughAgain() {
        List<StreamHandle> open = IntStream.range(0, 64)
                .mapToObj(any -> new StreamHandle(page.stream(Long.class, "Streams.quiet")))
                .toList();
        World.eventually(() -> streams.subscribed.get() == 64);

        StepVerifier.create(page.stream(Long.class, "Streams.quiet"))
                .expectErrorSatisfies(
                        error -> assertThat(error).hasMessage("streams and uploads: 65 (expected: at most 64)"))
                .verify(patience());
        assertThat(page.call("Streams.plain")).isEqualTo("a call");

        open.forEach(StreamHandle::cancel);
        World.eventually(() -> streams.subscribed.get() == 0);
        assertThat(page.stream(Integer.class, "Streams.count", 1).blockLast(patience()))
                .isEqualTo(1);
    }

    private static final class StreamHandle {
        private final Disposable subscription;

        StreamHandle(Flux<?> stream) {
            this.subscription = stream.subscribe(any -> {}, error -> {});
        }

        void cancel() {
            subscription.dispose();
        }
    }

    @Test
    void nothingIsLostOrDoubledWhenTheConnectionBreaksInMidStream() {
        CountDownLatch some = new CountDownLatch(1_000);
        Mono<List<Integer>> all = page.stream(Integer.class, "Streams.count", 50_000)
                .doOnNext(any -> some.countDown())
                .collectList()
                .cache();
        all.subscribe(any -> {}, error -> {});
        World.await(some);

        page.disconnect();
        page.reconnect();

        assertThat(all.block(patience()))
                .isEqualTo(IntStream.rangeClosed(1, 50_000).boxed().toList());
    }

    @Test
    void anUploadIsHeardInOrderAndAnswered() {
        assertThat(page.call("Streams.sum", Flux.range(1, 10_000), 5)).isEqualTo(50_005_005);
    }

    @Test
    void anUploadIsPulledNoFurtherThanItsBindingAsks() {
        AtomicLong pulled = new AtomicLong();
        Flux<Long> endless = counting(pulled);

        assertThat(page.call("Streams.first", endless)).isEqualTo(0);

        assertThat(pulled.get()).isLessThanOrEqualTo(256);
    }

    @Test
    void anUploadThatFailsReachesItsBindingAsAnError() {
        Flux<Integer> failing = Flux.concat(Flux.just(1), Flux.error(new IllegalStateException("the file is gone")));

        assertThat(page.call("Streams.fate", failing)).isEqualTo("failed: the file is gone");
    }

    @Test
    void anItemThatDoesNotFitFailsItsUploadAlone() {
        assertThat(page.call("Streams.fate", Flux.just("x")))
                .isEqualTo("bad_argument: item: not accepted (expected: an integer in range)");
        assertThat(page.call("Streams.sum", Flux.just(1), 1)).isEqualTo(2);
    }

    @Test
    void anUploadEndsWithItsCall() {
        Sinks.Many<Integer> never = Sinks.many().unicast().onBackpressureBuffer();
        CountDownLatch gone = new CountDownLatch(1);

        assertThat(page.call("Streams.ignore", never.asFlux().doOnCancel(gone::countDown)))
                .isEqualTo("ignored");
        assertThat(page.call("Streams.startsAndLeaves", never.asFlux().doOnCancel(gone::countDown)))
                .isEqualTo("left");

        World.await(gone);
    }

    @Test
    void aPageThatIsClosedAnswersEveryCall() {
        window.session().orElseThrow().end();
        World.eventually(() -> page.closeReason().isPresent());

        assertThatThrownBy(() -> page.call("Streams.sum", Flux.just(1), 1))
                .isInstanceOfSatisfying(
                        CallException.class, error -> assertThat(error.kind()).isEqualTo("closed"));
        StepVerifier.create(page.stream(Integer.class, "Streams.count", 3))
                .expectError(CallException.class)
                .verify(patience());
    }

    @Test
    void callsThatAreMadeWithoutAConnectionAreAnsweredOverTheNext() {
        page.disconnect();
        CompletableFuture<Object> call = page.callAsync("Streams.sum", Flux.range(1, 10), 0);

        page.reconnect();

        assertThat(call).succeedsWithin(patience()).isEqualTo(55);
    }

    @Test
    void bytesTravelAsTheyAreBothWays() {
        byte[] sent = new byte[100_000];
        new Random(7).nextBytes(sent);

        assertThat(page.call(byte[].class, "Streams.reversed", (Object) sent)).isEqualTo(reversed(sent));
        assertThat(page.call("Streams.length", Flux.range(0, 50).map(any -> sent)))
                .isEqualTo(5_000_000);
        assertThat(page.stream(byte[].class, "Streams.chunks", 20)
                        .map(chunk -> chunk.length)
                        .collectList()
                        .block(patience()))
                .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
    }

    @Test
    void aStreamIsNoCallAndACallIsNoStream() {
        assertThatThrownBy(() -> page.call("Streams.count", 1))
                .hasMessage("Streams.count gives a stream (expected: a stream request)");
        StepVerifier.create(page.stream(Object.class, "Streams.plain"))
                .expectErrorSatisfies(
                        error -> assertThat(error).hasMessage("Streams.plain gives no stream (expected: a call)"))
                .verify(patience());
    }

    /** What a source gives after it was told to stop, as one may, is nobody's: but the outcome is the page's. */
    @Test
    void aCancelledStreamHasItsOutcomeThoughItsSourceGoesOn() {
        RawPage raw = RawPage.open(world.ipc, window);
        raw.send("[16,[17,1,\"Streams.stubborn\"],[8,1,100]]");
        World.eventually(() -> streams.stubborn.get() != null);

        raw.send("[5,1]");
        World.await(streams.cancelled);
        streams.stubborn.get().onNext(7L);
        streams.stubborn.get().onComplete();

        assertThat(raw.outcome(1).toString()).isEqualTo("[4,1,\"cancelled\",\"cancelled\"]");
        assertThat(raw.frames()).hasSize(1);
    }

    @Test
    void aStreamWithUploadsCountsAsOneMoreThanThey() {
        RawPage raw = RawPage.open(world.ipc, window);
        for (int id = 1; id <= 63; id++) {
            raw.send("[17," + id + ",\"Streams.quiet\"]");
        }

        raw.send("[17,100,\"Streams.echoed\",101]");
        assertThat(raw.outcome(100).path(3).asText()).isEqualTo("streams and uploads: 65 (expected: at most 64)");
        raw.send("[5,1]");
        raw.outcome(1);
        raw.send("[17,100,\"Streams.echoed\",101]");

        raw.send("[17,102,\"Streams.quiet\"]");
        assertThat(raw.outcome(102).path(2).asText()).isEqualTo("overloaded");
        raw.send("[8,100,5]");
        World.eventually(
                () -> raw.frames().stream().anyMatch(frame -> frame.path(0).asInt() == Frame.CREDIT));
        raw.send("[16,[6,101,1,2],[7,101]]");
        World.eventually(() -> raw.outcomes(100).size() == 2);
        assertThat(raw.outcomes(100).get(1).toString()).isEqualTo("[7,100]");
    }

    private static Flux<Long> counting(AtomicLong count) {
        return Flux.generate(sink -> sink.next(count.getAndIncrement()));
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] back = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            back[i] = bytes[bytes.length - 1 - i];
        }
        return back;
    }

    private static Duration patience() {
        return Duration.ofSeconds(World.PATIENCE_SECONDS);
    }

    static final class Streams {
        final AtomicLong given = new AtomicLong();
        final AtomicLong subscribed = new AtomicLong();
        final CountDownLatch cancelled = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        final AtomicReference<Subscriber<? super Long>> stubborn = new AtomicReference<>();

        @Binding
        Flux<Integer> count(int to) {
            return Flux.range(1, to);
        }

        @Binding
        Stream<Integer> jdk() {
            return Stream.iterate(0, i -> i + 1).onClose(closed::countDown);
        }

        @Binding
        Flux<Long> endless() {
            return counting(given).doOnCancel(cancelled::countDown);
        }

        @Binding
        Flux<String> large() {
            return counting(given).map(any -> "x".repeat(10_000));
        }

        @Binding
        Flux<Integer> failing() {
            return Flux.concat(Flux.just(1, 2), Flux.error(new CallException("out_of_tea", "try coffee")));
        }

        @Binding
        Flux<Object> unsendable() {
            return Flux.<Object>just(1, 1L << 60, 3).concatWith(Flux.never()).doOnCancel(cancelled::countDown);
        }

        @Binding
        Flux<Object> none() {
            return null;
        }

        @Binding
        Flux<Long> quiet() {
            return Flux.<Long>never()
                    .doOnSubscribe(any -> subscribed.incrementAndGet())
                    .doOnCancel(subscribed::decrementAndGet);
        }

        @Binding
        Publisher<Long> stubborn() {
            return subscriber -> {
                subscriber.onSubscribe(new Subscription() {
                    @Override
                    public void request(long more) {}

                    @Override
                    public void cancel() {
                        cancelled.countDown();
                    }
                });
                stubborn.set(subscriber);
            };
        }

        @Binding
        Flux<Integer> echoed(Flux<Integer> numbers) {
            return numbers;
        }

        @Binding
        String plain() {
            return "a call";
        }

        @Binding
        Mono<Integer> sum(Flux<Integer> numbers, int more) {
            return numbers.reduce(more, Integer::sum);
        }

        @Binding
        Mono<Long> first(Flux<Long> numbers) {
            return numbers.next();
        }

        @Binding
        Mono<String> fate(Flux<Integer> numbers) {
            return numbers.then(Mono.just("done"))
                    .onErrorResume(CallException.class, error -> Mono.just(error.kind() + ": " + error.getMessage()));
        }

        @Binding
        String ignore(Flux<Integer> numbers) {
            return "ignored";
        }

        @Binding
        String startsAndLeaves(Flux<Integer> numbers) {
            numbers.subscribe(any -> {}, error -> {});
            return "left";
        }

        @Binding
        byte[] reversed(byte[] bytes) {
            return StreamTest.reversed(bytes);
        }

        @Binding
        Mono<Long> length(Flux<byte[]> pieces) {
            return pieces.map(piece -> (long) piece.length).reduce(0L, Long::sum);
        }

        @Binding
        Flux<byte[]> chunks(int count) {
            return Flux.range(0, count).map(byte[]::new);
        }
    }
}
