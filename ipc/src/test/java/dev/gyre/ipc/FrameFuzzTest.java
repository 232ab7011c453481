package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.emits;
import static dev.gyre.ipc.Capabilities.hears;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gyre.event.EventType;
import dev.gyre.ipc.spi.CloseReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Messages that are nearly right, for {@code -Dgyre.fuzz.seconds}, 20 by default; 0 skips it. Whatever comes, nothing is
 * thrown at the transport, what is sent back is JSON, and the page is served on or its session has ended; and in the end
 * nothing is left. {@code -Dgyre.fuzz.seed} repeats the messages of a run that failed.
 */
class FrameFuzzTest {

    private static final int DURATION = Integer.getInteger("gyre.fuzz.seconds", 20);
    private static final long SEED = Long.getLong("gyre.fuzz.seed", System.nanoTime());

    /** Messages of one session. */
    private static final int SESSION = 400;

    /** Far above the noise, far below what a leak of a message each would be. */
    private static final long HEAP_GROWTH = 48L << 20;

    private static final EventType<String> GREETED = EventType.of("ui.greeted", String.class);
    private static final Logger LOG = Logger.getLogger("dev.gyre");

    private final Random random = new Random(SEED);
    private final Target target = new Target();
    private final List<byte[]> texts = new ArrayList<>();
    private final List<byte[]> binaries = new ArrayList<>();
    private long next = 1L << 40;
    private long messages;
    private byte[] last = {};
    private boolean lastIsBinary;

    @Test
    void servesOrEndsWhateverItIsSent() throws IOException {
        skipLoudlyIf(DURATION == 0);
        collectMessages();
        Level before = LOG.getLevel();
        LOG.setLevel(Level.OFF);
        try (World world = World.of(target)) {
            world.bus.register(GREETED);
            PageWindow window = world.window(calls("Target.*"), hears("clock.*"), emits("ui.**"));
            long end = System.nanoTime() + SECONDS.toNanos(DURATION);
            long heap = 0;
            while (System.nanoTime() < end) {
                oneSession(world, window);
                if (heap == 0 && end - System.nanoTime() < SECONDS.toNanos(DURATION) * 3 / 4) {
                    heap = usedHeap();
                }
            }
            assertThat(usedHeap() - heap).as("growth of the heap").isLessThan(HEAP_GROWTH);
            assertThatThreadsAreFree(world, window);
        } catch (Throwable e) {
            throw new AssertionError(
                    "-Dgyre.fuzz.seed=" + SEED + " after " + messages + " messages; the last was "
                            + (lastIsBinary ? "binary " : "text ") + new String(last, ISO_8859_1) + " "
                            + HexFormat.of().formatHex(last),
                    e);
        } finally {
            LOG.setLevel(before);
        }
        System.out.println("fuzzed " + messages + " messages with seed " + SEED);
        assertThat(messages).isGreaterThan(DURATION * 50L);
        World.eventually(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("gyre-call")));
    }

    private static void skipLoudlyIf(boolean off) {
        if (off) {
            System.out.println("TESTS DID NOT RUN: the fuzzer, by gyre.fuzz.seconds=0");
        }
        assumeTrue(!off, "the fuzzer, by gyre.fuzz.seconds=0");
    }

    private void oneSession(World world, PageWindow window) {
        world.time.advance(Duration.ofSeconds(61)); // the codes of those before
        RawPage page = RawPage.open(world.ipc, window);
        LiveSession session = window.live();
        int sent = 0;
        while (sent < SESSION && page.reason() == null) {
            sendOne(page);
            sent++;
            messages++;
            assertServed(page);
        }
        if (page.reason() == null) {
            session.end();
        } else {
            assertThat(page.reason()).isIn(CloseReason.NOT_UTF8, CloseReason.TOO_LARGE, CloseReason.OVERLOADED);
        }
        assertThatNothingIsLeftOf(session);
        assertThat(window.session()).isEmpty();
    }

    private void sendOne(RawPage page) {
        lastIsBinary = random.nextInt(3) == 0;
        last = lastIsBinary ? binary() : mutated(texts);
        if (lastIsBinary) {
            page.sendBinary(last);
        } else {
            page.send(last);
        }
    }

    /** A call has its answer: a refusal is one too, where messages before have left no room. */
    private void assertServed(RawPage page) {
        long id = next++;
        page.send("[2," + id + ",\"Target.now\"]");
        World.eventually(() -> page.reason() != null || isAnswered(page, id));
    }

    private static boolean isAnswered(RawPage page, long id) {
        boolean answered = page.outcomes(id).size() == 1;
        page.confirm();
        return answered;
    }

    private void assertThatNothingIsLeftOf(LiveSession session) {
        assertThat(session.isEnded()).isTrue();
        World.eventually(() -> session.calls().inFlight() == 0
                && session.calls().streaming() == 0
                && target.running.get() == 0
                && target.subscribed.get() == 0);
        PageAccount account = session.account();
        assertThat(account.waiting()).isZero();
        assertThat(account.waitingBytes()).isZero();
        assertThat(account.offered()).isEqualTo(account.sent() + account.dropped());
    }

    /** As many calls as there can be threads, all at once, and each is answered. */
    private void assertThatThreadsAreFree(World world, PageWindow window) {
        RawPage page = RawPage.open(world.ipc, window);
        for (int id = 1; id <= 64; id++) {
            page.send("[2," + id + ",\"Target.greet\",\"Ada\"]");
        }
        for (int id = 1; id <= 64; id++) {
            assertThat(page.outcome(id).toString()).isEqualTo("[3," + id + ",\"Hello, Ada\"]");
        }
    }

    private static long usedHeap() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    // The messages it begins with: the golden ones, and those that begin and end what goes on for longer.

    private void collectMessages() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (InputStream file = FrameFuzzTest.class.getResourceAsStream("golden-frames.json")) {
            JsonNode golden = mapper.readTree(file);
            for (JsonNode frame : golden.get("fromPage")) {
                texts.add(frame.get("message")
                        .toString()
                        .replace("Golden.", "Target.")
                        .getBytes(UTF_8));
            }
            for (JsonNode frame : golden.get("binary")) {
                byte[] head = frame.get("head")
                        .toString()
                        .replace("Golden.", "Target.")
                        .getBytes(UTF_8);
                binaries.add(RawPage.binary(
                        head.length, head, frame.get("pieces").get(0).binaryValue()));
            }
        }
        for (String text : TEXTS) {
            texts.add(text.replace('\'', '"').getBytes(UTF_8));
        }
        for (String head : HEADS) {
            byte[] bytes = head.replace('\'', '"').getBytes(UTF_8);
            binaries.add(RawPage.binary(bytes.length, bytes, "abc".getBytes(UTF_8)));
        }
    }

    private static final List<String> TEXTS = List.of(
            "[2,1,'Target.add',1,9007199254740992]",
            "[2,2,'Target.join','-','a','b','c']",
            "[2,2,'Target.join','-']",
            "[2,3,'Target.area',{'type':'Circle','radius':2}]",
            "[2,3,'Target.area',{'radius':2,'type':'Square'}]",
            "[2,3,'Target.person',{'name':'Ada','age':36,'email':null,'born':'1815-12-10T00:00:00Z'}]",
            "[2,3,'Target.totals',{'a':[1,2],'b':[]}]",
            "[2,4,'Target.never']",
            "[5,4]",
            "[2,5,'Target.sum',6,1]",
            "[16,[2,5,'Target.sum',6,1],[6,6,1,2,3],[7,6]]",
            "[16,[2,5,'Target.sum',6,1],[4,6,'failed','gone']]",
            "[16,[2,5,'Target.sum',6,1],[5,5]]",
            "[6,6,1,2,3]",
            "[7,6]",
            "[4,6,'failed','gone']",
            "[2,7,'Target.left',8]",
            "[17,9,'Target.count',2000]",
            "[16,[17,9,'Target.count',2000],[8,9,5]]",
            "[8,9,100]",
            "[8,9,9007199254740992]",
            "[5,9]",
            "[16,[17,10,'Target.echoed',11],[8,10,9]]",
            "[16,[6,11,'a'],[6,11,'b','c'],[7,11]]",
            "[16,[17,12,'Target.failing'],[8,12,9]]",
            "[17,13,'Target.chunks',3]",
            "[8,13,3]",
            "[2,14,'Target.length',15]",
            "[16,[6,15,'YWJj'],[7,15]]",
            "[2,16,'Target.sizes','YWJj','']",
            "[16,[11,17,'clock.*'],[9,18,'ui.greeted','Ada'],[12,'clock.*'],[13],[18]]");

    private static final List<String> HEADS = List.of(
            "[[[1],[2]],[2,16,'Target.sizes',0,1]]",
            "[[[3]],[2,14,'Target.length',15]]",
            "[[[1],[1],[1]],[6,15,0,1,2]]",
            "[[[3,2,'x']],[2,5,'Target.sum',6,1]]",
            "[[[0],[3]],[17,13,'Target.chunks',3]]",
            "[[[3]],[9,18,'ui.greeted',0]]");

    // What becomes of them

    private byte[] binary() {
        byte[] message = binaries.get(random.nextInt(binaries.size()));
        int length = ByteBuffer.wrap(message).getInt();
        byte[] head = Arrays.copyOfRange(message, Integer.BYTES, Integer.BYTES + length);
        byte[] pieces = Arrays.copyOfRange(message, Integer.BYTES + length, message.length);
        head = random.nextBoolean() ? changed(head, binaries) : head;
        pieces = random.nextInt(4) == 0 ? Arrays.copyOf(pieces, random.nextInt(6)) : pieces;
        int told = random.nextInt(4) == 0 ? (int) number() : head.length;
        byte[] whole = RawPage.binary(told, head, pieces);
        return random.nextInt(8) == 0 ? changed(whole, binaries) : whole;
    }

    private byte[] mutated(List<byte[]> messages) {
        byte[] message = messages.get(random.nextInt(messages.size()));
        return random.nextInt(8) == 0 ? message : changed(message, messages);
    }

    private byte[] changed(byte[] message, List<byte[]> others) {
        String text = new String(message, ISO_8859_1);
        for (int n = random.nextInt(3); n >= 0; n--) {
            text = change(text, new String(others.get(random.nextInt(others.size())), ISO_8859_1));
        }
        return text.getBytes(ISO_8859_1);
    }

    private String change(String text, String other) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(8));
        return switch (random.nextInt(12)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + text.substring(to);
            case 2 -> text.substring(0, to) + text.substring(at);
            case 3 -> text.substring(0, at) + symbol() + text.substring(to);
            case 4 -> text.substring(0, at) + symbol() + text.substring(at);
            case 5 -> text.substring(0, at) + other.substring(random.nextInt(other.length()));
            case 6 -> "[16," + text + "," + other + "]";
            case 7 -> nested(text);
            case 8, 9 -> exchanged(text, "-?[0-9]+", String.valueOf(number()));
            default -> exchanged(text, "\"[^\"]*\"|[0-9]+|null", TOKENS[random.nextInt(TOKENS.length)]);
        };
    }

    private static final String[] TOKENS = {
        "null",
        "true",
        "\"\"",
        "[]",
        "{}",
        "-1",
        "0",
        "1e309",
        "1.5",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "9007199254740993",
        "99999999999999999999",
        "[[[]]]",
        "{\"a\":1,\"a\":2}",
        "{\"type\":\"Circle\"}",
        "\"Target.sum\"",
        "\"Target.echoed\"",
        "\"Target.echo\"",
        "\"**\"",
        "[1]]",
        "1" + "0".repeat(100),
        "\"1815-12-10T00:00:00Z\"",
        "1,1",
        "\u00ff"
    };

    private static final String SYMBOLS = "[]{},:\"0123456789-eE.\\ntf \u0000\t";

    private char symbol() {
        return SYMBOLS.charAt(random.nextInt(SYMBOLS.length()));
    }

    private long number() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextLong();
            case 1 -> 1L << random.nextInt(64);
            case 2 -> (1L << random.nextInt(64)) - 1;
            case 3 -> -random.nextInt(100);
            default -> random.nextInt(20);
        };
    }

    private String nested(String text) {
        int depth = random.nextInt(70);
        return exchanged(text, "\"[^\"]*\"|[0-9]+", "[".repeat(depth) + "]".repeat(depth));
    }

    /** One of the places where a pattern is found gets another text. */
    private String exchanged(String text, String pattern, String by) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        List<int[]> places = new ArrayList<>();
        while (found.find()) {
            places.add(new int[] {found.start(), found.end()});
        }
        if (places.isEmpty()) {
            return text;
        }
        int[] place = places.get(random.nextInt(places.size()));
        return text.substring(0, place[0]) + by + text.substring(place[1]);
    }

    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    record Person(String name, int age, Optional<String> email, Instant born) {}

    static final class Target {
        final AtomicLong running = new AtomicLong();
        final AtomicLong subscribed = new AtomicLong();

        @Binding(nonBlocking = true)
        int now() {
            return 1;
        }

        @Binding
        String greet(String name) {
            running.incrementAndGet();
            try {
                return "Hello, " + name;
            } finally {
                running.decrementAndGet();
            }
        }

        @Binding
        void nothing() {}

        @Binding
        Object echo(Object value) {
            return value;
        }

        @Binding
        long add(int one, long other) {
            return one + other;
        }

        @Binding
        String join(String separator, String... words) {
            return String.join(separator, words);
        }

        @Binding
        Shape area(Shape shape) {
            return shape;
        }

        @Binding
        Person person(Person person) {
            return person;
        }

        @Binding
        Map<String, List<Integer>> totals(Map<String, List<Integer>> totals) {
            return totals;
        }

        @Binding
        List<Integer> sizes(byte[] one, ByteBuffer other) {
            return List.of(one.length, other.remaining());
        }

        @Binding
        Mono<String> never() {
            return counted(Flux.<String>never()).next();
        }

        @Binding
        Mono<Integer> sum(Flux<Integer> numbers, int more) {
            return counted(numbers).reduce(more, Integer::sum);
        }

        @Binding
        Mono<Long> length(Flux<byte[]> pieces) {
            return counted(pieces).map(piece -> (long) piece.length).reduce(0L, Long::sum);
        }

        @Binding
        String left(Flux<Integer> numbers) {
            return "left";
        }

        @Binding
        Flux<Integer> count(int to) {
            return counted(Flux.range(1, Math.max(0, to % 5_000)));
        }

        @Binding
        Flux<String> echoed(Flux<String> words) {
            return counted(words);
        }

        @Binding
        Flux<Integer> failing() {
            return counted(Flux.concat(Flux.just(1, 2), Flux.error(new CallException("out_of_tea", "try coffee"))));
        }

        @Binding
        Flux<byte[]> chunks(int count) {
            return counted(Flux.range(0, Math.max(0, count % 50))).map(byte[]::new);
        }

        @Binding
        @SuppressWarnings("DoNotCallSuggester")
        void declared() {
            throw new CallException("out_of_tea", "try coffee");
        }

        private <T> Flux<T> counted(Flux<T> items) {
            return items.doOnSubscribe(any -> subscribed.incrementAndGet())
                    .doFinally(any -> subscribed.decrementAndGet());
        }
    }
}
