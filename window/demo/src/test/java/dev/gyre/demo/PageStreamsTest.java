package dev.gyre.demo;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.assets.AssetSource;
import dev.gyre.event.EventType;
import dev.gyre.ipc.Binding;
import dev.gyre.ipc.CallException;
import dev.gyre.ipc.Cancellation;
import dev.gyre.ipc.PageAccount;
import dev.gyre.window.Application;
import dev.gyre.window.BrowserBackend;
import dev.gyre.window.Window;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The page's side of calls, streams, uploads, bytes and events, in a real browser against a real application. */
class PageStreamsTest {

    private static final System.Logger LOG = System.getLogger(PageStreamsTest.class.getName());

    /** What gyre.js never exceeds: items of one stream that are on their way or wait for the loop. */
    private static final int WINDOW = 8192;

    private static final EventType<Integer> FIRST = EventType.of("count.first", Integer.class);
    private static final EventType<Integer> SECOND = EventType.of("count.second", Integer.class);
    private static final EventType<Picture> DRAWN = EventType.of("picture.drawn", Picture.class);
    private static final EventType<Sly> SLY = EventType.of("sly.payload", Sly.class);

    /** Knows the page's sockets, so that a test can break them, and counts what goes over them. */
    private static final String WATCH_SOCKETS = """
            window.sockets = new Set();
            window.messages = 0;
            const send = WebSocket.prototype.send;
            WebSocket.prototype.send = function (message) {
              window.sockets.add(this);
              window.messages++;
              return send.call(this, message);
            };
            """;

    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path profile;

    private static Chromium browser;

    private final Numbers numbers = new Numbers();
    private final Work work = new Work();
    private final Application app = Application.create(options -> options.backend(BrowserBackend.withoutLaunch())
            .assets(AssetSource.classpath("streams"))
            .service(numbers)
            .service(new Uploads())
            .service(new Values())
            .service(work)
            .window("main", window -> window.allow(calls("*.*"), hears("count.*", "picture.*", "sly.*"))));

    @BeforeAll
    static void startBrowser() {
        browser = Chromium.start(profile);
        browser.beforeEachPage(WATCH_SOCKETS);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openPage() {
        app.start();
        browser.open(window().link());
    }

    @AfterEach
    void closeApplication() {
        try {
            assertThat(browser.consoleErrors()).isEmpty();
        } finally {
            app.close();
        }
    }

    // Streams

    @Test
    void aLoopGetsAllItemsInOrder() {
        Object taken = inPage("""
                let taken = 0;
                for await (const number of stream("Numbers.count", 100000)) {
                  if (number !== ++taken) throw new Error(`${number} in the place of ${taken}`);
                }
                return taken;
                """);

        assertThat(taken).isEqualTo(100_000L);
    }

    @Test
    void aLoopThatStandsStillStopsJavaAndGoesOn() {
        String takeUntil = """
                const takeUntil = async (end) => {
                  while (taken < end) {
                    const { value } = await counted.next();
                    if (value !== ++taken) throw new Error(`${value} in the place of ${taken}`);
                  }
                };
                """;

        inPage(takeUntil + """
                window.counted = stream("Numbers.count", 100000);
                window.taken = 0;
                await takeUntil(50000);
                // Time enough for Java to give all it has, if it were not stopped.
                for (let i = 0; i < 100; i++) await call("Values.same", i);
                """);
        assertThat(numbers.given).hasValueBetween(50_000, 50_000 + WINDOW);

        Object end = inPage(takeUntil + """
                await takeUntil(100000);
                return (await counted.next()).done;
                """);
        assertThat(end).isEqualTo(true);
    }

    @Test
    void aLoopThatNeverAdvancesHoldsJavaAtTheFirstWindow() {
        inPage("""
                window.counted = stream("Numbers.count", 100000);
                await counted.next();
                for (let i = 0; i < 100; i++) await call("Values.same", i);
                """);

        assertThat(numbers.given).hasValue(64);
    }

    @Test
    void leavingALoopCancelsInJava() throws InterruptedException {
        Object taken = inPage("""
                const taken = [];
                for await (const number of stream("Numbers.endless")) {
                  taken.push(number);
                  if (number === 3) break;
                }
                return taken;
                """);

        assertThat(taken).isEqualTo(List.of(1L, 2L, 3L));
        await(numbers.cancelled);
    }

    @Test
    void aStreamFailsWithItsKindAfterItsItems() {
        Object taken = inPage("""
                const taken = [];
                try {
                  for await (const number of stream("Numbers.failing")) taken.push(number);
                } catch (error) {
                  taken.push(error.name, error.kind, error.message);
                }
                return taken;
                """);

        assertThat(taken).isEqualTo(List.of(1L, 2L, "GyreError", "out_of_tea", "the pot is empty"));
    }

    @Test
    void aStreamSurvivesBrokenSockets() {
        Object seen = inPage("""
                let taken = 0;
                for await (const number of stream("Numbers.count", 100000)) {
                  if (number !== ++taken) throw new Error(`${number} in the place of ${taken}`);
                  if (taken % 30000 === 0) [...sockets].at(-1).close();
                }
                return [taken, sockets.size, connection.generation];
                """);

        assertThat(seen).isEqualTo(List.of(100_000L, 4L, 1L));
    }

    @Test
    void manySmallItemsComeInOrder() {
        List<?> seen = (List<?>) inPage("""
                const begin = performance.now();
                let taken = 0, size;
                for await (const tick of stream("Numbers.ticks", 200000)) {
                  if (tick.number !== ++taken) throw new Error(`${tick.number} in the place of ${taken}`);
                  if (taken === 100000) size = JSON.stringify(tick).length;
                }
                return [taken, size, Math.round(taken / (performance.now() - begin) * 1000)];
                """);

        assertThat(seen.subList(0, 2)).isEqualTo(List.of(200_000L, 64L));
        LOG.log(System.Logger.Level.INFO, "200,000 items of 64 bytes: {0} a second", seen.get(2));
    }

    // Uploads

    @Test
    void javaReadsAnAsyncGenerator() {
        Object list = inPage("""
                async function* numbers() {
                  for (let i = 1; i <= 5000; i++) yield i;
                }
                return call("Uploads.list", upload(numbers()));
                """);

        assertThat(list).isEqualTo(upTo5000());
    }

    @Test
    void anUploadSurvivesBrokenSockets() {
        List<?> seen = (List<?>) inPage("""
                async function* numbers() {
                  for (let i = 1; i <= 5000; i++) {
                    if (i % 2000 === 0) [...sockets].at(-1).close();
                    yield i;
                  }
                }
                const list = await call("Uploads.list", upload(numbers()));
                return [list, sockets.size, connection.generation];
                """);

        assertThat(seen).isEqualTo(List.of(upTo5000(), 3L, 1L));
    }

    @Test
    void javaReadsABlob() {
        Object checksum = inPage("""
                const bytes = new Uint8Array(5 << 20).map((any, i) => i * 31 + (i >> 8));
                return call("Uploads.checksum", upload(new Blob([bytes])));
                """);

        byte[] bytes = new byte[5 << 20];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        CRC32 expected = new CRC32();
        expected.update(bytes);
        assertThat(checksum).isEqualTo(expected.getValue());
    }

    @Test
    void anUploadThatJavaStopsEndsTheGenerator() {
        Object seen = inPage("""
                let given = 0, ended;
                const end = new Promise((resolve) => { ended = resolve; });
                async function* numbers() {
                  try {
                    for (;;) yield ++given;
                  } finally {
                    ended("ended");
                  }
                }
                const first = await call("Uploads.firstThree", upload(numbers()));
                return [first, await end, given <= 256];
                """);

        assertThat(seen).isEqualTo(List.of(List.of(1L, 2L, 3L), "ended", true));
    }

    @Test
    void aGeneratorThatThrowsIsAnErrorInJava() {
        Object outcome = inPage("""
                async function* numbers() {
                  yield 1;
                  yield 2;
                  throw new Error("no more paper");
                }
                return call("Uploads.outcome", upload(numbers()));
                """);

        assertThat(outcome).isEqualTo(List.of("1", "2", "failed: no more paper"));
    }

    // Bytes

    @Test
    void bytesAreBytesBothWays() {
        Object reversed = inPage("""
                const bytes = Uint8Array.from({ length: 256 }, (any, i) => i);
                return describe(await call("Values.reversed", bytes));
                """);

        assertThat(reversed)
                .isEqualTo("Uint8Array "
                        + IntStream.iterate(255, i -> i - 1).limit(256).boxed().toList());
    }

    @Test
    void bytesInsideValuesStandAtTheirPlaces() {
        String show = """
                const show = ({ name, pixels, tiles }) => [name, describe(pixels), ...tiles.map(describe)];
                """;

        Object reply = inPage(show + "return show(await call('Values.picture', 'reply'));");
        inPage(show + "window.drawn = new Promise((resolve) => events.once('picture.drawn', resolve)).then(show);");
        app.events().publish(DRAWN, Picture.named("event"));
        Object event = inPage("return drawn;");

        assertThat(reply).isEqualTo(List.of("reply", "Uint8Array [0, 127, 255]", "Uint8Array []", "Uint8Array [1, 2]"));
        assertThat(event).isEqualTo(List.of("event", "Uint8Array [0, 127, 255]", "Uint8Array []", "Uint8Array [1, 2]"));
    }

    // Signals

    @Test
    void aTimeoutRejectsWithItsKindWhenItIsTime() {
        Object seen = inPage("""
                const begin = performance.now();
                const kind = await kindOf(call("Work.watch", { signal: timeout(100) }));
                return [kind, performance.now() - begin > 99];
                """);

        assertThat(seen).isEqualTo(List.of("timeout", true));
    }

    @Test
    void abortingInterruptsTheBinding() throws InterruptedException {
        abortAfterItBegan("Work.block");

        await(work.interrupted);
    }

    @Test
    void abortingTellsTheCancellation() throws InterruptedException {
        abortAfterItBegan("Work.watch");

        await(work.told);
    }

    private void abortAfterItBegan(String binding) throws InterruptedException {
        inPage("""
                window.controller = new AbortController();
                window.kind = kindOf(call("BINDING", { signal: controller.signal }));
                """.replace("BINDING", binding));
        await(work.begun);

        Object kind = inPage("controller.abort(); return kind;");

        assertThat(kind).isEqualTo("cancelled");
    }

    // Events

    @Test
    void eventsAreAStreamOfNamesAndPayloads() {
        // Before a page is ready it hears all that it may; from then on the stream alone is a hearer.
        inPage("await call('Values.same', 0);");
        Waits.until(() -> !app.events().isHeard(FIRST));
        inPage("""
                window.heard = (async () => {
                  const heard = [];
                  for await (const { name, payload } of events.stream("count.*")) {
                    heard.push(name + " " + payload);
                    if (heard.length === 1000) return heard;
                  }
                })();
                """);
        Waits.until(() -> app.events().isHeard(FIRST) && app.events().isHeard(SECOND));

        for (int i = 0; i < 500; i++) {
            app.events().publish(FIRST, i);
            app.events().publish(SECOND, i);
        }

        assertThat(inPage("return heard;"))
                .isEqualTo(IntStream.range(0, 500)
                        .boxed()
                        .flatMap(i -> List.of("count.first " + i, "count.second " + i).stream())
                        .toList());
        Waits.until(() -> !app.events().isHeard(FIRST));
    }

    @Test
    void aFloodIsHeardOnceAFrameAndItsNewestAtTheEnd() {
        inPage("""
                window.paints = 0;
                window.each = 0;
                window.calls = 0;
                const count = () => { paints++; requestAnimationFrame(count); };
                requestAnimationFrame(count);
                events.on("count.*", () => { each++; });
                window.newest = new Promise((resolve) => events.on("count.*", (number) => {
                  calls++;
                  if (number === 9999) resolve([each, calls <= paints + 1, calls, paints]);
                }, { frame: true }));
                await call("Values.same", 0);
                """);

        for (int i = 0; i < 10_000; i++) {
            int sofar = i;
            Waits.until(() -> account().sent() > sofar - 256);
            app.events().publish(FIRST, i);
        }

        List<?> seen = (List<?>) inPage("return newest;");
        assertThat(seen.subList(0, 2)).isEqualTo(List.of(10_000L, true));
        LOG.log(System.Logger.Level.INFO, "10,000 events: {0} calls in {1} frames", seen.get(2), seen.get(3));
    }

    // All of it

    @Test
    void aThousandCallsOfOneTurnAreAnsweredInFewMessages() {
        List<?> seen = (List<?>) inPage("""
                await call("Values.same", 0);
                const before = messages;
                const answers = await Promise.all(Array.from({ length: 1000 }, (any, i) => call("Values.same", i)));
                return [messages - before, answers.every((answer, i) => answer === i), answers.length];
                """);

        assertThat(seen.subList(1, 3)).isEqualTo(List.of(true, 1000L));
        // 64 calls at a time may be without their answer, and go in one message when answers came in one.
        assertThat((Long) seen.get(0)).isBetween(1000L / 64, 250L);
        LOG.log(System.Logger.Level.INFO, "1,000 calls: {0} messages", seen.get(0));
    }

    @Test
    void noPayloadReachesAPrototype() {
        Object unharmed = inPage("""
                const shape = () => Reflect.ownKeys(Object.prototype).map((key) => [
                  String(key), String(Object.getOwnPropertyDescriptor(Object.prototype, key).value)]).join("|");
                window.before = shape();
                window.shape = shape;
                window.sly = new Promise((resolve) => events.once("sly.payload", resolve));
                window.keys = (value) => [
                  Object.keys(value), Object.getPrototypeOf(value) === Object.prototype, describe(value.toString.bytes)];
                return keys(await call("Values.sly"));
                """);
        app.events().publish(SLY, Sly.payload());
        Object heard = inPage("return keys(await sly);");
        Object after = inPage("return [shape() === before, {}.polluted === undefined, {}.bytes === undefined];");

        List<Object> own =
                List.of(List.of("__proto__", "constructor", "toString", "bytes"), true, "Uint8Array [1, 2, 3]");
        assertThat(unharmed).isEqualTo(own);
        assertThat(heard).isEqualTo(own);
        assertThat(after).isEqualTo(List.of(true, true, true));
    }

    // Helpers

    /** Runs the body of an async function in the page, with gyre.js in scope, and gives what it returns. */
    private static Object inPage(String body) {
        Object outcome = browser.evaluateAsync("""
                const done = arguments[arguments.length - 1];
                const kindOf = (promise) => promise.then(() => "resolved", (error) => error.kind);
                const describe = (bytes) => bytes.constructor.name + " [" + [...bytes].join(", ") + "]";
                import("/gyre/gyre.js").then(async ({ call, stream, upload, events, timeout, connection }) => {
                """ + body + """
                }).then((value) => done({ value }), (error) => done({ error: `${error}\\n${error.stack}` }));
                """);
        Map<?, ?> result = (Map<?, ?>) outcome;
        assertThat(result.get("error")).as("thrown in the page").isNull();
        return result.get("value");
    }

    private static List<Long> upTo5000() {
        return LongStream.rangeClosed(1, 5000).boxed().toList();
    }

    private Window window() {
        return app.window("main").orElseThrow();
    }

    private PageAccount account() {
        return window().session().orElseThrow().account();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(Waits.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Streams, and how far they have come. */
    static final class Numbers {

        final AtomicInteger given = new AtomicInteger();
        final CountDownLatch cancelled = new CountDownLatch(1);

        @Binding
        Flux<Integer> count(int end) {
            return Flux.range(1, end).doOnNext(any -> given.incrementAndGet());
        }

        @Binding
        Flux<Integer> endless() {
            return count(Integer.MAX_VALUE).doOnCancel(cancelled::countDown);
        }

        @Binding
        Flux<Integer> failing() {
            return Flux.concat(count(2), Flux.error(new CallException("out_of_tea", "the pot is empty")));
        }

        @Binding
        Flux<Tick> ticks(int end) {
            String text = "x".repeat(37);
            return Flux.range(1, end).map(number -> new Tick(number, text));
        }
    }

    record Tick(int number, String text) {}

    /** What does not end by itself. */
    static final class Work {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);
        final CountDownLatch told = new CountDownLatch(1);

        @Binding
        void block() throws InterruptedException {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException expected) {
                interrupted.countDown();
                throw expected;
            }
        }

        @Binding
        Mono<String> watch(Cancellation cancellation) {
            cancellation.onCancel(told::countDown);
            begun.countDown();
            return Mono.never();
        }
    }

    /** Streams of the page. */
    static final class Uploads {

        @Binding
        Mono<List<Integer>> list(Flux<Integer> items) {
            return items.collectList();
        }

        @Binding
        Mono<Long> checksum(Flux<byte[]> pieces) {
            return pieces.collect(CRC32::new, CRC32::update).map(CRC32::getValue);
        }

        @Binding
        Mono<List<Integer>> firstThree(Flux<Integer> items) {
            return items.take(3).collectList();
        }

        @Binding
        Mono<List<String>> outcome(Flux<Integer> items) {
            return items.map(String::valueOf)
                    .onErrorResume(CallException.class, e -> Mono.just(e.kind() + ": " + e.getMessage()))
                    .collectList();
        }
    }

    /** Values there and back. */
    static final class Values {

        @Binding(nonBlocking = true)
        int same(int value) {
            return value;
        }

        @Binding
        byte[] reversed(byte[] bytes) {
            byte[] reversed = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                reversed[i] = bytes[bytes.length - 1 - i];
            }
            return reversed;
        }

        @Binding
        Picture picture(String name) {
            return Picture.named(name);
        }

        @Binding
        Sly sly() {
            return Sly.payload();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // bytes travel as arrays, and nobody compares these
    record Picture(String name, byte[] pixels, List<byte[]> tiles) {

        static Picture named(String name) {
            return new Picture(name, new byte[] {0, 127, -1}, List.of(new byte[0], new byte[] {1, 2}));
        }
    }

    /** Members by the names of what every object inherits, with bytes whose places lead through them. */
    static final class Sly extends LinkedHashMap<String, Object> {

        private static final long serialVersionUID = 1L;

        static Sly payload() {
            Sly payload = new Sly();
            payload.put("__proto__", polluting());
            payload.put("constructor", Map.of("prototype", polluting()));
            payload.put("toString", polluting());
            payload.put("bytes", new byte[] {1});
            return payload;
        }

        private static Map<String, Object> polluting() {
            return Map.of("polluted", true, "bytes", new byte[] {1, 2, 3});
        }
    }
}
