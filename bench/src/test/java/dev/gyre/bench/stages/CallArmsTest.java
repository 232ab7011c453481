package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arms of stages 3 and 6. */
final class CallArmsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 arguments",
                "string argument",
                "mixed arguments",
                "person",
                "complex",
                "variadic",
                "wrong count",
                "wrong type"
            })
    void invocationsComeToTheSame(String call) throws IOException {
        Stage03Invocation benchmark = new Stage03Invocation();
        benchmark.call = call;
        benchmark.compare();

        for (int i = 0; i < 10; i++) {
            assertThat(benchmark.gyre()).isEqualTo(benchmark.naive());
        }

        benchmark.requireRun();
    }

    @Test
    void anInvocationReturnsWhatItWasGiven() throws IOException {
        NaiveCalls calls = new NaiveCalls(new FixtureService());

        assertThat(calls.invoke(CallFixture.labelled("variadic").frame()))
                .isEqualTo(List.of("one", "two", "three", "four", "five"));
        assertThat(calls.invoke(CallFixture.labelled("mixed arguments").frame()))
                .isEqualTo(List.of("test", 42, true));
        assertThatThrownBy(
                        () -> calls.invoke(CallFixture.labelled("wrong count").frame()))
                .hasMessage("arguments: 2 (expected: 3)");
    }

    @Test
    void refusesAnInvocationThatNeverReachedTheMethod() throws IOException {
        Stage03Invocation benchmark = new Stage03Invocation();
        benchmark.call = "string argument";
        benchmark.compare();

        assertThatThrownBy(benchmark::requireRun).hasMessage("calls: 2 (expected: none iff refused)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name from a frame", "constant name"})
    void lookupsFindTheSame(String name) {
        Stage03Lookup benchmark = new Stage03Lookup();
        benchmark.name = name;

        benchmark.compare();

        assertThat(((Method) benchmark.naive()).getName()).isEqualTo("processEvent");
        assertThat(benchmark.gyre()).isSameAs(benchmark.gyre());
        benchmark.close();
    }

    @ParameterizedTest
    @CsvSource({"call mix, false", "memory pressure, true"})
    void everyArmOfArgumentsReadsEveryCallInTurn(String load, boolean keeps) throws IOException {
        Stage06Arguments benchmark = new Stage06Arguments();
        benchmark.load = load;
        benchmark.compare();

        assertThat(benchmark.naive() == null).isEqualTo(keeps);
        assertThat(benchmark.naiveTree() == null).isEqualTo(keeps);
        assertThat(benchmark.gyre() == null).isEqualTo(keeps);
        benchmark.requireRun();
    }

    @Test
    void carriersAreGivenBackWhenTheirTimeIsOver() throws IOException {
        Stage06Arguments benchmark = new Stage06Arguments();
        benchmark.load = "memory pressure";
        benchmark.compare();

        for (int i = 0; i < 1024; i++) {
            assertThat(benchmark.gyrePooled()).isNull();
        }
        assertThat(benchmark.gyrePooled())
                .isEqualTo(CallFixture.MIX.get(0).arguments().get(0));
        benchmark.requireRun();
    }

    @ParameterizedTest
    @CsvSource({"mixed arguments, false", "mixed arguments, true", "call mix, false", "call mix, true"})
    void oneCallGoesThroughTheWholeProcessor(String call, boolean hop) throws IOException {
        Stage06Call benchmark = new Stage06Call();
        benchmark.call = call;
        benchmark.open(hop);

        for (int i = 0; i < 300; i++) { // more messages than a page may leave unconfirmed
            byte[] answer = hop ? benchmark.gyreHop() : benchmark.gyre();
            assertThat(answer[answer.length - 1]).isEqualTo((byte) ']');
        }

        benchmark.requireRun();
    }
}
