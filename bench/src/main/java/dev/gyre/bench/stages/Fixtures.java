package dev.gyre.bench.stages;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What calls carry, to the letter of the plan. The classes are public, like the beans of most applications, so that what
 * generates code for beans may see them.
 */
public final class Fixtures {

    static final String TEXT = "hello world";

    static final Person PERSON = new Person("John Doe", 30, "john@example.com", "123 Main St, City, Country");

    static final Complex COMPLEX = new Complex(
            12345,
            "Test Complex Data",
            List.of("tag1", "tag2", "tag3", "tag4", "tag5"),
            metadata(),
            new Nested(3.14159, true));

    private Fixtures() {}

    private static Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("key1", "value1");
        metadata.put("key2", 42);
        metadata.put("key3", true);
        return Collections.unmodifiableMap(metadata);
    }

    /**
     * A person.
     *
     * @param name a name
     * @param age years
     * @param email an address
     * @param address another
     */
    public record Person(String name, int age, String email, String address) {}

    /**
     * Some of everything.
     *
     * @param id an id
     * @param name a name
     * @param tags five tags
     * @param metadata a text, a number and a truth value
     * @param nested one level more
     */
    public record Complex(long id, String name, List<String> tags, Map<String, Object> metadata, Nested nested) {}

    /**
     * One level more.
     *
     * @param value a value
     * @param enabled a flag
     */
    public record Nested(double value, boolean enabled) {}

    /**
     * The argument of {@code Service.getUser}.
     *
     * @param id an id
     */
    public record UserId(int id) {}

    /**
     * The first argument of {@code Service.updateData}.
     *
     * @param data a text
     */
    public record Data(String data) {}

    /**
     * The second argument of {@code Service.updateData}.
     *
     * @param flag a flag
     */
    public record Flag(boolean flag) {}

    /**
     * The first argument of {@code Service.processEvent}.
     *
     * @param event a name
     */
    public record Happening(String event) {}

    /**
     * The second argument of {@code Service.processEvent}.
     *
     * @param x a coordinate
     */
    public record X(int x) {}

    /**
     * The third argument of {@code Service.processEvent}.
     *
     * @param y a coordinate
     */
    public record Y(int y) {}
}
