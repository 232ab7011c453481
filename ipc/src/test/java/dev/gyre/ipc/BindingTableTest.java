package dev.gyre.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BindingTableTest {

    private final ObjectMapper mapper = Json.mapper(IpcLimits.DEFAULT, builder -> {});

    private BindingTable table(Object... services) {
        return new BindingTable(
                mapper,
                Arrays.stream(services)
                        .map(service -> new IpcOptions.Service(service, ErrorMapping.NONE))
                        .toList());
    }

    @Test
    void opensAnnotatedMethodsUnderDenseIndexes() {
        BindingTable table = table(new Clock(), new Named());

        assertThat(table.size()).isEqualTo(3);
        assertThat(Stream.of("Clock.now", "Clock.zone", "Other.name")
                        .map(name -> table.find(name).index()))
                .containsExactlyInAnyOrder(0, 1, 2);
        assertThat(table.granted(Capabilities.calls("Clock.*"))).containsOnly(true, true, false);
    }

    @Test
    void opensNothingElse() {
        BindingTable table = table(new Clock(), new Child(), new IntBox());

        for (String name : List.of(
                "Clock.hidden",
                "Clock.getClass",
                "Clock.hashCode",
                "Clock.wait",
                "Clock.toString",
                "Clock",
                "Child.overridden",
                "Parent.inherited",
                "clock.now",
                "Clock.now ")) {
            assertThat(table.find(name)).as(name).isNull();
        }
    }

    @Test
    void opensInheritedMethodsThatAreAnnotatedUnlessTheirOverrideIsNot() throws Throwable {
        BindingTable table = table(new Child());

        assertThat(table.find("Child.inherited").invoke(new Object[0])).isEqualTo("child of parent");
        assertThat(table.find("Child.overridden")).isNull();
    }

    @Test
    void anOverrideThatIsNotAnnotatedClosesWhatItOverridesUnderErasedTypesToo() {
        BindingTable table = table(new Files());

        assertThat(table.find("Files.closed")).isNull();
        assertThat(table.find("Files.open")).isNotNull();
    }

    abstract static class Crud<T> {
        @Binding
        abstract T closed(T item);

        @Binding
        T open(T item) {
            return item;
        }
    }

    static final class Files extends Crud<String> {
        @Override
        String closed(String item) {
            return item;
        }
    }

    @Test
    void resolvesTypeVariablesAndSkipsBridges() throws Throwable {
        BindingTable table = table(new IntBox());

        assertThat(table.size()).isEqualTo(2);
        try (FrameParser parser = ((FrameFactory) mapper.getFactory()).newFrameParser()) {
            parser.begin("[7]".getBytes(UTF_8), 0, 3);
            parser.nextToken();
            Object[] arguments = table.find("IntBox.put").read(parser, null);
            assertThat(arguments).containsExactly(7);
            assertThat(table.find("IntBox.put").invoke(arguments)).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void namesWhatItCannotOpenAndWhy(Object service, String message) {
        assertThatThrownBy(() -> table(service))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        new Overloaded(),
                        "binding Overloaded.greet: String Overloaded.greet(int) is also "
                                + "String Overloaded.greet() (expected: a name of its own: add @Binding(\"Overloaded.greet2\") or better)"),
                Arguments.of(
                        new Streams(),
                        "binding Streams.ticks: IntStream Streams.ticks() gives an IntStream "
                                + "(expected: a value, nothing, a CompletionStage, a Mono, a Flux or a Stream)"),
                Arguments.of(
                        new Futures(),
                        "binding Futures.take: void Futures.take(CompletableFuture) takes a "
                                + "CompletableFuture (expected: values, and Flux for an upload)"),
                Arguments.of(
                        new Reserved(),
                        "binding gyre.own: void Reserved.run() has a name of the runtime's own (expected: not gyre.*)"),
                Arguments.of(
                        new BadName(),
                        "binding a b: void BadName.run() has no name pages can use "
                                + "(expected: @Binding(\"Some.name\"))"),
                Arguments.of(new Pattern(), "binding Some.*: void Pattern.run() is a pattern (expected: a name)"),
                Arguments.of(
                        "text", "service: java.lang.String (expected: a class with at least one @Binding method)"));
    }

    @Test
    void refusesTheSameNameFromTwoServices() {
        assertThatThrownBy(() -> table(new Clock(), new Clock())).hasMessageContaining("binding Clock.now: ");
    }

    static final class Clock {
        @Binding
        static String zone() {
            return "UTC";
        }

        @Binding
        long now() {
            return 1;
        }

        String hidden() {
            return "hidden";
        }
    }

    static final class Named {
        @Binding("Other.name")
        void anything() {}
    }

    static class Parent {
        @Binding
        String inherited() {
            return name() + " of parent";
        }

        @Binding
        String overridden() {
            return "open";
        }

        String name() {
            return "parent";
        }
    }

    static final class Child extends Parent {
        @Override
        String overridden() {
            return "closed";
        }

        @Override
        String name() {
            return "child";
        }
    }

    abstract static class Box<T> {
        @Binding
        T put(T value) {
            return value;
        }

        abstract T get();
    }

    static final class IntBox extends Box<Integer> {
        @Override
        @Binding
        Integer get() {
            return 1;
        }
    }

    static final class Overloaded {
        @Binding
        String greet() {
            return "";
        }

        @Binding
        String greet(int times) {
            return "" + times;
        }
    }

    static final class Reserved {
        @Binding("gyre.own")
        void run() {}
    }

    static final class Streams {
        @Binding
        IntStream ticks() {
            return IntStream.empty();
        }
    }

    static final class Futures {
        @Binding
        void take(CompletableFuture<String> future) {}
    }

    static final class BadName {
        @Binding("a b")
        void run() {}
    }

    static final class Pattern {
        @Binding("Some.*")
        void run() {}
    }
}
