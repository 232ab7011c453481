package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

class CallTest {

    private final Desk desk = new Desk();
    private final World world = World.of(desk);
    private final PageWindow window = world.window(calls("Desk.*"));
    private final PageClient page = PageClient.open(world.ipc, window);

    @AfterEach
    void close() {
        page.close();
        world.close();
    }

    @Test
    void returnsAValue() {
        assertThat(page.call("Desk.greet", "Ada")).isEqualTo("Hello, Ada");
    }

    @Test
    void returnsNothingForVoid() {
        assertThat(page.call("Desk.nothing")).isNull();
    }

    @Test
    void readsAndWritesRecordsOfNonPublicClasses() {
        Person person = new Person("John Doe", 30, Optional.empty(), Instant.EPOCH);

        assertThat(page.call(Person.class, "Desk.older", person, 5))
                .isEqualTo(new Person("John Doe", 35, Optional.empty(), Instant.EPOCH));
    }

    @Test
    void readsGenericArguments() {
        assertThat(page.call("Desk.total", Map.of("a", List.of(1, 2), "b", List.of(3))))
                .isEqualTo(6);
    }

    @Test
    void gathersTheLastArgumentsOfAVariadicMethod() {
        assertThat(page.call("Desk.join", "-", "one", "two", "three")).isEqualTo("one-two-three");
        assertThat(page.call("Desk.join", "-")).isEqualTo("");
    }

    @Test
    void returnsTheValueOfAStageAndOfAMono() {
        assertThat(page.call("Desk.stage", "x")).isEqualTo("x!");
        assertThat(page.call("Desk.mono", "x")).isEqualTo("x?");
        assertThat(page.call("Desk.emptyMono")).isNull();
    }

    @Test
    void injectsTheCallingPage() {
        assertThat(page.call("Desk.whoCalls", "it")).isEqualTo("it: main 1");
    }

    @Test
    void runsOnItsOwnThreads() {
        assertThat((String) page.call("Desk.thread")).startsWith("gyre-call-");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Desk.greet      | []                     | arguments: 0 (expected: 1)",
                "Desk.greet      | ['a','b']              | arguments: 2 or more (expected: 1)",
                "Desk.greet      | [1]                    | argument 0 (name): not accepted (expected: text)",
                "Desk.add        | ['1',2]                | argument 0 (a): not accepted (expected: an integer in range)",
                "Desk.add        | [1,null]               | argument 1 (b): not accepted (expected: an integer in range)",
                "Desk.add        | [1,2.5]                | argument 1 (b): not accepted (expected: an integer in range)",
                "Desk.add        | [1,3000000000]         | argument 1 (b): not accepted (expected: an integer in range)",
                "Desk.paint      | ['BLUE']               | argument 0 (color): not accepted (expected: one of RED, GREEN)",
                "Desk.paint      | [0]                    | argument 0 (color): not accepted (expected: one of RED, GREEN)",
                "Desk.total      | [{'a':[1,'x']}]        | argument 0 (numbers): property a[1]: not accepted (expected: an integer in range)",
                "Desk.older      | [{'age':1,'no':1},1]| argument 0 (person): property no: unknown (expected: a declared property)",
                "Desk.older      | [{'born':'soon'},1]    | argument 0 (person): property born: not accepted (expected: ISO 8601 text for Instant)",
                "Desk.join       | []                     | arguments: 0 (expected: at least 1)",
            })
    void namesTheArgumentThatDoesNotFit(String name, String arguments, String message) {
        Object[] given = array(arguments.replace('\'', '"'));

        assertThatThrownBy(() -> page.call(name, given))
                .isInstanceOf(CallException.class)
                .hasMessage(message)
                .extracting(error -> ((CallException) error).kind())
                .isEqualTo(CallException.BAD_ARGUMENT);
    }

    @Test
    void refusesALongThatNoPageHoldsAndNamesTheProperty() {
        assertThat(page.call("Desk.big", 1L << 53)).isEqualTo(1L << 53);
        assertThatThrownBy(() -> page.call("Desk.huge"))
                .hasMessage("the result of Desk.huge cannot be sent: property count: 9007199254740993 "
                        + "(expected: -2^53..2^53, or a property declared with @JsonFormat(shape = STRING))");
        assertThatThrownBy(() -> page.call("Desk.hugeList"))
                .hasMessageStartingWith("the result of Desk.hugeList cannot be sent: property [1]: 9007199254740993");
        page.send("[2,77777,\"Desk.big\",9007199254740993]");
        assertThat(page.call("Desk.greet", "still here")).isEqualTo("Hello, still here");
    }

    @Test
    void takesALongDeclaredAsAString() {
        Counter counter = new Counter(Long.MAX_VALUE);

        assertThat(page.call("Desk.echoCounter", counter)).isEqualTo(Map.of("count", "9223372036854775807"));
    }

    @Test
    void answersAlikeForUnknownAndForbiddenNames() {
        for (String name : List.of("Desk.none", "Other.secret", "Desk.getClass", "Desk.wait", "Desk.hidden", "", "*")) {
            assertThatThrownBy(() -> page.call(name))
                    .asInstanceOf(type(CallException.class))
                    .satisfies(error -> assertThat(error.kind()).isEqualTo(CallException.NOT_AVAILABLE))
                    .satisfies(error -> assertThat(error).hasMessage(name + " is not available"));
        }
        assertThat(window.session().orElseThrow().account().refused()).isEqualTo(7);
    }

    @Test
    void tellsTheKindTheApplicationDeclares() {
        assertThatThrownBy(() -> page.call("Desk.declared"))
                .asInstanceOf(type(CallException.class))
                .satisfies(error -> assertThat(error.kind()).isEqualTo("out_of_tea"))
                .satisfies(error -> assertThat(error).hasMessage("try coffee"));
    }

    @Test
    void tellsNoClassNameOfWhatWasThrown() {
        for (String name : List.of("Desk.fails", "Desk.failsLater", "Desk.overflows")) {
            assertThatThrownBy(() -> page.call(name))
                    .asInstanceOf(type(CallException.class))
                    .satisfies(error -> assertThat(error.kind()).isEqualTo(CallException.FAILED))
                    .satisfies(error -> assertThat(error).hasMessage(name + " failed"));
        }
    }

    @Test
    void tellsEverythingInDevMode() {
        try (World dev = new World(options -> options.bind(desk).devMode());
                PageClient page = PageClient.open(dev.ipc, dev.window(calls("**")))) {
            assertThatThrownBy(() -> page.call("Desk.fails"))
                    .hasMessageContaining("IllegalStateException: secret")
                    .hasMessageContaining("CallTest");
        }
    }

    @Test
    void failsACallWhoseResultCannotBeEncoded() {
        assertThatThrownBy(() -> page.call("Desk.unsendable"))
                .asInstanceOf(type(CallException.class))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(CallException.FAILED))
                .satisfies(error -> assertThat(error.getMessage())
                        .startsWith("the result of Desk.unsendable cannot be sent")
                        .doesNotContain("CallTest"));
    }

    @Test
    void interruptsARunningCallThatIsCancelled() {
        CompletableFuture<Object> call = page.callAsync("Desk.blocks");
        World.await(desk.begun);

        call.cancel(true);

        World.await(desk.interrupted);
        World.eventually(() -> window.session().orElseThrow().account().inFlight() == 0);
        assertThatThrownBy(call::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void cancelsAStageAndAMonoUnderWay() {
        CompletableFuture<Object> mono = page.callAsync("Desk.neverMono");
        CompletableFuture<Object> stage = page.callAsync("Desk.neverStage");
        World.eventually(() -> desk.neverStage.get() != null);
        World.await(desk.monoSubscribed);

        mono.cancel(true);
        stage.cancel(true);

        World.await(desk.monoCancelled);
        World.eventually(() -> desk.neverStage.get().isCancelled());
    }

    @Test
    void cancelsWhatIsUnderWayWhenTheSessionEnds() {
        CompletableFuture<Object> call = page.callAsync("Desk.blocks");
        World.await(desk.begun);

        window.close();

        World.await(desk.interrupted);
        assertThatThrownBy(call::join).hasRootCauseInstanceOf(CallException.class);
        assertThat(window.session()).isEmpty();
    }

    @Test
    void refusesCallsAboveTheAnnouncedLimit() {
        List<CompletableFuture<Object>> calls = IntStream.range(0, 64)
                .mapToObj(i -> page.callAsync("Desk.neverMono"))
                .toList();

        assertThatThrownBy(() -> page.call("Desk.greet", "one more"))
                .hasMessage("calls in flight: 65 (expected: at most 64)")
                .asInstanceOf(type(CallException.class))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(CallException.OVERLOADED));

        calls.forEach(call -> call.cancel(true));
        World.eventually(() -> window.session().orElseThrow().account().inFlight() == 0);
        assertThat(page.call("Desk.greet", "again")).isEqualTo("Hello, again");
    }

    @Test
    void doesNotGiveACallASecondOutcomeWhenItsIdIsReused() {
        CompletableFuture<Object> call = page.callAsync("Desk.neverMono");
        World.await(desk.monoSubscribed);

        page.send("[2,1,\"Desk.greet\",\"thief\"]");

        assertThat(page.call("Desk.greet", "later")).isEqualTo("Hello, later");
        assertThat(call).isNotDone();
    }

    @Test
    void answersEveryFrameOfABatchAroundABadOne() {
        page.send("[16,[2,9001,\"Desk.greet\",7],[99,1],[],[\"x\"],[2],[2,9002,\"Desk.note\"]]");

        World.await(desk.noted);
        World.eventually(() -> window.session().orElseThrow().account().inFlight() == 0);
        assertThat(window.session().orElseThrow().account().badFrames()).isEqualTo(4);
    }

    private static Object[] array(String json) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().readValue(json, Object[].class);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    enum Color {
        RED,
        GREEN
    }

    record Person(String name, int age, Optional<String> email, Instant born) {}

    record Counter(
            @JsonFormat(shape = JsonFormat.Shape.STRING) long count) {}

    record Huge(long count) {}

    record Broken(String text) {
        @Override
        public String text() {
            throw new IllegalStateException("no text");
        }
    }

    /** Neither its class, nor its records, nor its methods are public. */
    static final class Desk {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);
        final CountDownLatch monoSubscribed = new CountDownLatch(1);
        final CountDownLatch monoCancelled = new CountDownLatch(1);
        final CountDownLatch noted = new CountDownLatch(1);
        final AtomicReference<CompletableFuture<String>> neverStage = new AtomicReference<>();

        @Binding
        @SuppressWarnings("UnusedMethod")
        private String greet(String name) {
            return "Hello, " + name;
        }

        @Binding
        void nothing() {}

        @Binding
        int add(int a, int b) {
            return a + b;
        }

        @Binding
        Person older(Person person, int years) {
            return new Person(person.name(), person.age() + years, person.email(), person.born());
        }

        @Binding
        int total(Map<String, List<Integer>> numbers) {
            return numbers.values().stream()
                    .flatMap(List::stream)
                    .mapToInt(i -> i)
                    .sum();
        }

        @Binding
        String join(String separator, String... words) {
            return String.join(separator, words);
        }

        @Binding
        CompletionStage<String> stage(String text) {
            return CompletableFuture.supplyAsync(() -> text + "!");
        }

        @Binding
        Mono<String> mono(String text) {
            return Mono.just(text + "?").delayElement(Duration.ofMillis(1));
        }

        @Binding
        Mono<String> emptyMono() {
            return Mono.empty();
        }

        @Binding
        String whoCalls(PageSession page, String prefix) {
            return prefix + ": " + page.window() + " " + page.generation();
        }

        @Binding
        String thread() {
            return Thread.currentThread().getName();
        }

        @Binding
        Color paint(Color color) {
            return color;
        }

        @Binding
        long big(long value) {
            return value;
        }

        @Binding
        Huge huge() {
            return new Huge((1L << 53) + 1);
        }

        @Binding
        List<Long> hugeList() {
            return List.of(1L, (1L << 53) + 1);
        }

        @Binding
        Counter echoCounter(Counter counter) {
            return counter;
        }

        String hidden() {
            return "not annotated";
        }

        @Binding
        @SuppressWarnings("DoNotCallSuggester")
        void declared() {
            throw new CallException("out_of_tea", "try coffee");
        }

        @Binding
        @SuppressWarnings("DoNotCallSuggester")
        void fails() {
            throw new IllegalStateException("secret of dev.gyre.Something");
        }

        @Binding
        CompletionStage<String> failsLater() {
            return CompletableFuture.supplyAsync(() -> {
                throw new IllegalStateException("secret");
            });
        }

        @Binding
        @SuppressWarnings("InfiniteRecursion")
        int overflows() {
            return overflows() + 1;
        }

        @Binding
        Object unsendable() {
            return new Broken("text");
        }

        @Binding
        void blocks() {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }

        @Binding
        Mono<String> neverMono() {
            return Mono.<String>never()
                    .doOnSubscribe(subscription -> monoSubscribed.countDown())
                    .doOnCancel(monoCancelled::countDown);
        }

        @Binding
        CompletionStage<String> neverStage() {
            CompletableFuture<String> stage = new CompletableFuture<>();
            neverStage.set(stage);
            return stage;
        }

        @Binding
        void note() {
            noted.countDown();
        }
    }
}
