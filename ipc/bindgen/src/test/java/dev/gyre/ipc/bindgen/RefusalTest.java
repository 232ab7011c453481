package dev.gyre.ipc.bindgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gyre.event.EventType;
import dev.gyre.ipc.Binding;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class RefusalTest {

    private static final String HERE = RefusalTest.class.getName() + "$";

    static final class Closed {
        String nobody() {
            return "";
        }
    }

    static final class Stream1 {
        @Binding
        InputStream open(String name) {
            return InputStream.nullInputStream();
        }
    }

    static final class Future {
        @Binding
        void wait(CompletableFuture<String> value) {}
    }

    static final class One {
        @Binding
        void take(Mono<String> value) {}
    }

    static final class Items {
        @Binding
        void take(Stream<String> value) {}
    }

    record Holder(String name, Flux<String> items) {}

    static final class Inside {
        @Binding
        List<Holder> all() {
            return List.of();
        }
    }

    interface Open {
        String name();
    }

    static final class Abstract {
        @Binding
        void take(Open open) {}
    }

    public static final class Unmade {
        public Unmade(String name, int size) {}
    }

    static final class Unmakeable {
        @Binding
        void take(Unmade unmade) {}
    }

    public static final class Wrapping {
        @JsonUnwrapped
        public Holder inner;
    }

    static final class Wraps {
        @Binding
        Wrapping wrapped() {
            return new Wrapping();
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    @JsonSubTypes(@JsonSubTypes.Type(Box.class))
    interface Boxed {}

    record Box(String name) implements Boxed {}

    static final class Boxes {
        @Binding
        Boxed box() {
            return new Box("");
        }
    }

    static sealed class Own {}

    static final class Derived extends Own {}

    static final class Owns {
        @Binding
        Own own() {
            return new Own();
        }
    }

    public static final class Conflicting {
        public int getValue() {
            return 1;
        }

        public int value() {
            return 1;
        }

        public void setSize(int size) {}

        public void setSize(Integer size) {}

        public void setSize(short size) {}
    }

    static final class Conflicts {
        @Binding
        void take(Conflicting value) {}
    }

    static final class Twice {
        @Binding
        void say(String word) {}

        @Binding
        void say(int number) {}
    }

    static final class Badly {
        @Binding("no name")
        void say() {}
    }

    static final class Pattern {
        @Binding("Pattern.*")
        void say() {}
    }

    static final class Reserved {
        @Binding("events.now")
        void now() {}
    }

    static final class Alike {
        @Binding("a.b.x")
        void one() {}

        @Binding("a-b.y")
        void other() {}
    }

    static Stream<Arguments> services() {
        return Stream.of(
                Arguments.of(
                        Closed.class,
                        "service: " + HERE + "Closed (expected: a class with at least one @Binding method)"),
                Arguments.of(
                        Stream1.class,
                        "binding Stream1.open: InputStream Stream1.open(String): the result is a java.io.InputStream"
                                + " (expected: a type with a form in JSON)"),
                Arguments.of(
                        Future.class,
                        "binding Future.wait: void Future.wait(CompletableFuture): parameter value is a"
                                + " CompletableFuture (expected: a value)"),
                Arguments.of(
                        One.class,
                        "binding One.take: void One.take(Mono): parameter value is a Mono (expected: a value)"),
                Arguments.of(
                        Items.class,
                        "binding Items.take: void Items.take(Stream): parameter value is a java.util.stream.Stream"
                                + " (expected: a type with a form in JSON)"),
                Arguments.of(
                        Inside.class,
                        "binding Inside.all: List Inside.all(): Holder.items is a Flux (expected: a value)"),
                Arguments.of(
                        Abstract.class,
                        "binding Abstract.take: void Abstract.take(Open): parameter open is " + HERE
                                + "Open, which is abstract (expected: a record, a class or a sealed type)"),
                Arguments.of(
                        Unmakeable.class,
                        "binding Unmakeable.take: void Unmakeable.take(Unmade): parameter unmade is " + HERE
                                + "Unmade, which Jackson cannot make (expected: a record, a constructor without"
                                + " parameters or a @JsonCreator)"),
                Arguments.of(
                        Wraps.class,
                        "binding Wraps.wrapped: Wrapping Wraps.wrapped(): Wrapping.inner is unwrapped (expected:"
                                + " properties of its own)"),
                Arguments.of(
                        Boxes.class,
                        "binding Boxes.box: Boxed Boxes.box(): the result is " + HERE
                                + "Boxed, which is told by a WRAPPER_OBJECT (expected: a property)"),
                Arguments.of(
                        Owns.class,
                        "binding Owns.own: Own Owns.own(): the result is " + HERE
                                + "Own, a variant of itself (expected: an abstract sealed type)"),
                Arguments.of(Pattern.class, "binding Pattern.*: void Pattern.say() is a pattern (expected: a name)"),
                Arguments.of(
                        Badly.class,
                        "binding no name: void Badly.say() has no name pages can use (expected:"
                                + " @Binding(\"Some.name\"))"),
                Arguments.of(
                        Reserved.class,
                        "binding events.now: void Reserved.now() would be in a constant \"events\", which means"
                                + " something else in the module (expected: another name before the last dot)"),
                Arguments.of(
                        Alike.class,
                        "binding a.b.x: void Alike.one() would be in the constant \"a_b\" of a-b.y (expected: another"
                                + " name before the last dot)"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void namesTheMethodAndTheReason(Class<?> service, String message) {
        assertThatThrownBy(() -> Examples.generate(Examples.services(service)))
                .isInstanceOf(BindgenException.class)
                .hasMessage(message);
    }

    @Test
    void namesBothMethodsOfOneName() {
        assertThatThrownBy(() -> Examples.generate(Examples.services(Twice.class)))
                .hasMessageStartingWith("binding Twice.say: void Twice.say(")
                .hasMessageContaining(" is also void Twice.say(")
                .hasMessageEndingWith("(expected: a name of its own: add @Binding(\"Twice.say2\") or better)");
    }

    @Test
    void tellsWhatJacksonSaysOfAModel() {
        assertThatThrownBy(() -> Examples.generate(Examples.services(Conflicts.class)))
                .hasMessageStartingWith("binding Conflicts.take: void Conflicts.take(Conflicting): parameter value is "
                        + HERE + "Conflicting, which Jackson says cannot be read: ")
                .hasMessageContaining("Conflicting setter definitions");
    }

    @Test
    void refusesClassesThatAreNotThere() {
        Options options = new Options(List.of("com.example.Clok"), List.of(), List.of(), Options.GYRE);

        assertThatThrownBy(() -> Examples.generate(options))
                .hasMessage("service: com.example.Clok (expected: a class on the class path)");
    }

    @Test
    void findsNestedClassesWrittenAsInSource() {
        String name = (HERE + "Reserved").replace('$', '.');

        assertThatThrownBy(() -> Examples.generate(new Options(List.of(name), List.of(), List.of(), Options.GYRE)))
                .hasMessageStartingWith("binding events.now: ");
    }

    static final class NoEvents {
        static final String NAME = "no.events";
    }

    static final class Words {
        static final EventType<String> SAID = EventType.of("said", String.class);
    }

    static final class Numbers {
        static final EventType<Integer> SAID = EventType.of("said", Integer.class);
    }

    static final class Again {
        static final EventType<String> SAID = EventType.of("said", String.class).sticky();
    }

    static final class Broken {
        static final EventType<String> NAME = EventType.of("not a name", String.class);
    }

    static final class Empty {
        static final EventType<String> NONE = null;
    }

    static final class Foreign {
        static final EventType<Thread> THREAD = EventType.of("thread", Thread.class);
    }

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(
                        NoEvents.class,
                        "events: " + HERE
                                + "NoEvents (expected: a class with at least one static final EventType constant)"),
                Arguments.of(Empty.class, "events: " + HERE + "Empty.NONE is null (expected: an EventType)"),
                Arguments.of(
                        Foreign.class,
                        "event thread: Foreign.THREAD: the payload is a java.lang.Thread (expected: a type with a form"
                                + " in JSON)"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void namesTheConstantAndTheReason(Class<?> holder, String message) {
        assertThatThrownBy(() -> Examples.generate(Examples.events(holder))).hasMessage(message);
    }

    @Test
    void refusesTwoPayloadsForOneEvent() {
        assertThatThrownBy(() -> Examples.generate(Examples.events(Words.class, Numbers.class)))
                .hasMessage("event said: Numbers.SAID carries a java.lang.Integer, Words.SAID a java.lang.String"
                        + " (expected: one type of payload)");
        assertThat(Examples.generate(Examples.events(Words.class, Again.class))).contains("\"said\": string;");
    }

    @Test
    void tellsWhyAClassCannotBeInitialised() {
        assertThatThrownBy(() -> Examples.generate(Examples.events(Broken.class)))
                .hasMessageStartingWith("events: " + HERE + "Broken cannot be used: ")
                .hasMessageContaining("not a name");
    }

    @Test
    void refusesToGenerateFromNothing() {
        assertThatThrownBy(() -> new Options(List.of(), List.of(), List.of(), Options.GYRE))
                .hasMessage("services and events: none (expected: at least one class)");
    }
}
