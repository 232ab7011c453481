package dev.gyre.ipc.bindgen.example;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.gyre.ipc.Binding;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Types of every kind. */
public final class Models {

    @Binding
    Everything everything(Everything value) {
        return value;
    }

    @Binding
    Page<Page<Person>> people(Page<@Nullable String> names) {
        return null;
    }

    @Binding
    Shape turn(Shape shape) {
        return shape;
    }

    @Binding
    Result<Person> attempt() {
        return null;
    }

    @Binding
    Animal pet(Plant plant, Cat cat) {
        return null;
    }

    @Binding
    void drive(List<Vehicle> vehicles) {}

    @Binding
    Node tree(Node root) {
        return root;
    }

    @Binding
    Bean bean(Bean bean, Question question) {
        return bean;
    }

    @Binding
    Written written() {
        return null;
    }

    @Binding
    <T extends Person> T generic(T value, List<? extends T> more) {
        return value;
    }

    @Binding
    @SuppressWarnings("rawtypes")
    Page raw(Object anything, Promise promise) {
        return null;
    }

    @SuppressWarnings("ArrayRecordComponent")
    public record Everything(
            boolean flag,
            Boolean boxed,
            byte small,
            int number,
            Long big,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
            double real,
            BigDecimal exact,
            char letter,
            String text,
            UUID uuid,
            byte[] bytes,
            ByteBuffer buffer,
            LocalDate day,
            Optional<String> maybe,
            OptionalInt count,
            @Nullable String nothing,
            List<@Nullable String> holes,
            String @Nullable [] array,
            int[][] matrix,
            Set<Color> colors,
            Map<String, List<Person>> byName,
            Map<Color, Integer> byColor,
            Object anything,
            JsonNode json,
            @JsonProperty("is-renamed") String renamed,
            @JsonIgnore String secret) {}

    public record Page<T>(
            List<T> items, int total, @Nullable T first) {}

    public record Person(String name, LocalDate born) {}

    public record Node(
            String label, List<Node> children, @Nullable Node parent) {}

    public record Promise(String word) {}

    public enum Color {
        RED,
        @JsonProperty("grass")
        GREEN {
            @Override
            public String toString() {
                return "not this";
            }
        }
    }

    /** A shape. */
    public sealed interface Shape {}

    public sealed interface Round extends Shape {}

    public record Circle(double radius) implements Round {}

    public record Ellipse(double a, double b) implements Round {}

    public record Square(double side) implements Shape {}

    public sealed interface Result<T> {}

    public record Success<V>(V value) implements Result<V> {}

    public record Failure<V>(String message) implements Result<V> {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Cat.class, name = "cat"), @JsonSubTypes.Type(Dog.class)})
    public interface Animal {}

    public record Cat(int lives) implements Animal {}

    public record Dog(String name) implements Animal {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "sort")
    @JsonSubTypes({@JsonSubTypes.Type(Car.class), @JsonSubTypes.Type(Bike.class)})
    public sealed interface Vehicle {
        String sort();
    }

    public record Car(String sort, int seats) implements Vehicle {}

    public record Bike(String sort) implements Vehicle {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(Tree.class), @JsonSubTypes.Type(Flower.class)})
    public abstract static class Plant {}

    public static final class Tree extends Plant {
        public int height;
    }

    public static final class Flower extends Plant {
        public String scent = "";
    }

    /** A value of one word. */
    public record UserId(@JsonValue String value) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public UserId {}
    }

    public abstract static class Base<T> {

        private T content;

        /** What is in it. */
        public T getContent() {
            return content;
        }

        public void setContent(T content) {
            this.content = content;
        }
    }

    /** Read and written, not all of it both ways. */
    public static final class Bean extends Base<UserId> {

        private @Nullable String note;
        private String password = "";

        public @Nullable String getNote() {
            return note;
        }

        public void setNote(@Nullable String note) {
            this.note = note;
        }

        public void setPassword(String password) {
            this.password = password;
        }

        public int getLength() {
            return password.length();
        }

        @JsonInclude(JsonInclude.Include.NON_NULL)
        public @Nullable String getHint() {
            return note;
        }

        public void setHint(@Nullable String hint) {
            this.note = hint;
        }
    }

    public record Question(String text, @Nullable String hint, Optional<Integer> points) {}

    public static final class Written {

        public int getPlain() {
            return 1;
        }

        @JsonSerialize(using = Odd.class)
        public Person getOdd() {
            return new Person("", LocalDate.EPOCH);
        }

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        public List<String> getTags() {
            return List.of();
        }

        @JsonAnyGetter
        public Map<String, Object> more() {
            return Map.of();
        }

        public Custom getCustom() {
            return new Custom();
        }
    }

    @JsonSerialize(using = OddCustom.class)
    public static final class Custom {}

    static final class Odd extends StdSerializer<Person> {

        private static final long serialVersionUID = 1L;

        Odd() {
            super(Person.class);
        }

        @Override
        public void serialize(Person value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(1);
        }
    }

    static final class OddCustom extends StdSerializer<Custom> {

        private static final long serialVersionUID = 1L;

        OddCustom() {
            super(Custom.class);
        }

        @Override
        public void serialize(Custom value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(1);
        }
    }
}
