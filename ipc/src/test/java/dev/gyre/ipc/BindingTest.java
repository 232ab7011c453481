package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gyre.event.EventType;
import dev.gyre.ipc.spi.MessageForm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What a binding may ask for beside values, where it runs, and what its failures are to a page. */
class BindingTest {

    private final Desk desk = new Desk();
    private final World world = new World(options -> options.bind(desk, BindingTest::explain));
    private final PageWindow window = world.window(calls("Desk.*"));
    private final PageClient page = PageClient.open(world.ipc, window);

    private static CallException explain(Throwable error) {
        if (error instanceof IOException) {
            return new CallException("disk", "the disk says: " + error.getMessage());
        }
        if (error instanceof ArithmeticException) {
            throw new IllegalStateException("the mapping fails too");
        }
        return null;
    }

    @AfterEach
    void close() {
        page.close();
        world.close();
    }

    @Test
    void isGivenItsWindowAndSession() {
        assertThat(page.call("Desk.where", "x")).isEqualTo("x in main, generation 1");
    }

    @Test
    void isToldOfItsCancellationThoughItNeverBlocks() {
        CompletableFuture<Object> answer = page.callAsync("Desk.waits");
        World.await(desk.begun);
        answer.cancel(false);

        World.await(desk.cancelled);
        assertThat(desk.cancellation.isCancelled()).isTrue();
        CountDownLatch late = new CountDownLatch(1);
        desk.cancellation.onCancel(late::countDown);
        assertThat(late.getCount()).as("told at once").isZero();
    }

    /** Each is settled before, while or after its call is listed as under way; none may stay listed. */
    @Test
    void leavesNoCallListedWhenItsStageIsCompletedByAnotherThread() throws Exception {
        Thread completing = new Thread(desk::completeRaces, "gyre-test-completing");
        completing.start();
        try {
            for (int i = 0; i < 300; i++) {
                race(32);
            }
        } finally {
            desk.racing = false;
            completing.join(SECONDS.toMillis(World.PATIENCE_SECONDS));
        }

        Calls calls = Objects.requireNonNull(window.live()).calls();
        World.eventually(() -> calls.inFlight() == 0);
    }

    private void race(int calls) throws Exception {
        List<CompletableFuture<Object>> answers = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            answers.add(page.callAsync("Desk.races"));
        }
        for (CompletableFuture<Object> answer : answers) {
            assertThat(answer.get(World.PATIENCE_SECONDS, SECONDS)).isEqualTo("raced");
        }
    }

    @Test
    void runsWhereTheCallArrivesIfItSaysThatItNeverBlocks() {
        assertThat(page.call(String.class, "Desk.thread")).startsWith("gyre-page-");
        assertThat(page.call(String.class, "Desk.blockingThread")).startsWith("gyre-call-");
    }

    @Test
    void failsAsItsServiceSaysAndElseWithoutAWord() {
        assertThatThrownBy(() -> page.call("Desk.readsNow"))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.kind()).isEqualTo("disk"))
                .hasMessage("the disk says: gone");
        assertThatThrownBy(() -> page.call("Desk.readsLater")).hasMessage("the disk says: gone");
        assertThatThrownBy(() -> page.call("Desk.divides")).hasMessage("Desk.divides failed");
        assertThatThrownBy(() -> page.call("Desk.breaks")).hasMessage("Desk.breaks failed");
        assertThatThrownBy(() -> page.call("Desk.declares")).hasMessage("try coffee");
    }

    @Test
    void takesBytesAsBuffersToo() {
        assertThat(page.call(byte[].class, "Desk.joined", ByteBuffer.wrap(new byte[] {1, 2}), new byte[] {3}))
                .containsExactly(1, 2, 3);
        assertThat(page.call(byte[].class, "Desk.joined", "AQI=", "Aw=="))
                .as("base64")
                .containsExactly(1, 2, 3);
        assertThatThrownBy(() -> page.call("Desk.joined", 0, 1))
                .hasMessage("argument 0 (first): not accepted (expected: bytes)");
        assertThatThrownBy(() -> page.call("Desk.joined", "?", "Aw=="))
                .hasMessage("argument 0 (first): not accepted (expected: bytes)");
    }

    @Test
    void answersAWindowOfAsciiTextWithEscapesAndBase64() throws IOException {
        PageWindow ascii = world.ipc.open("ascii", calls("Desk.*").and(hears("**")), MessageForm.ASCII);
        EventType<String> named = EventType.of("desk.named", String.class);
        List<String> sent = new ArrayList<>();
        Recorder recorder = new Recorder(sent);
        var link = world.ipc.connect(recorder);
        receive(link, "[0,1,\"" + ascii.code() + "\"]");
        receive(
                link,
                "[16,[11,1,\"desk.*\"],[13],[2,2,\"Desk.joined\",\"AQI=\",\"Aw==\"],[2,3,\"Desk.echo\",\"\u00fc\ud83d\ude00\"]]");
        world.bus.publish(named, "\ud83d\ude00");

        World.eventually(() -> {
            link.drain();
            return String.join("", sent).contains("[10,");
        });
        World.eventually(() -> {
            link.drain();
            String all = String.join("", sent);
            return all.contains("[3,2,") && all.contains("[3,3,");
        });

        String all = String.join("", sent);
        assertThat(all.chars()).allMatch(c -> c < 0x80);
        assertThat(all).contains("[19,[[\"AQID\",", "[3,2,0]", "[3,3,\"\\u00FC\\uD83D\\uDE00\"]", "\"\\uD83D\\uDE00\"");
        assertThat(new ObjectMapper().readTree(sent.get(sent.size() - 1)).isArray())
                .isTrue();
        assertThat(recorder.binary).isEmpty();
        link.receiveBinary(new byte[8], 0, 8);
        assertThat(recorder.reason).isNotNull();
    }

    private static void receive(dev.gyre.ipc.spi.PageLink link, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        link.receive(bytes, 0, bytes.length);
    }

    @SuppressWarnings("DoNotCallSuggester")
    static final class Desk {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch cancelled = new CountDownLatch(1);
        final AtomicReference<CompletableFuture<String>> race = new AtomicReference<>();
        volatile boolean racing = true;
        volatile Cancellation cancellation;

        void completeRaces() {
            while (racing) {
                CompletableFuture<String> begun = race.getAndSet(null);
                if (begun != null) {
                    begun.complete("raced");
                }
                Thread.onSpinWait();
            }
        }

        @Binding(nonBlocking = true)
        CompletableFuture<String> races() {
            CompletableFuture<String> stage = new CompletableFuture<>();
            CompletableFuture<String> before = race.getAndSet(stage);
            if (before != null) {
                before.complete("raced");
            }
            return stage;
        }

        @Binding
        String where(PageWindow window, String text, PageSession session) {
            return text + " in " + window.name() + ", generation " + session.generation();
        }

        @Binding(nonBlocking = true)
        Mono<String> waits(Cancellation told) {
            cancellation = told;
            told.onCancel(() -> {
                throw new IllegalStateException("an action that fails stops no other");
            });
            told.onCancel(cancelled::countDown);
            begun.countDown();
            return Mono.never();
        }

        @Binding(nonBlocking = true)
        String thread() {
            return Thread.currentThread().getName();
        }

        @Binding
        String blockingThread() {
            return Thread.currentThread().getName();
        }

        @Binding
        String readsNow() throws IOException {
            throw new IOException("gone");
        }

        @Binding
        CompletableFuture<String> readsLater() {
            return CompletableFuture.failedFuture(new IOException("gone"));
        }

        @Binding
        int divides() {
            throw new ArithmeticException("by zero");
        }

        @Binding
        int breaks() {
            throw new IllegalStateException("secret");
        }

        @Binding
        int declares() {
            throw new CallException("out_of_tea", "try coffee");
        }

        @Binding
        ByteBuffer joined(byte[] first, ByteBuffer second) {
            return ByteBuffer.allocate(first.length + second.remaining())
                    .put(first)
                    .put(second)
                    .flip();
        }

        @Binding
        String echo(String text) {
            return text;
        }
    }
}
