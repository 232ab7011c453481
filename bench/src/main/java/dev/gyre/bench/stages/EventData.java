package dev.gyre.bench.stages;

import java.util.List;

/**
 * The payload of the complex event: the same object in every event, so that what is measured is delivery. Public, like
 * the beans of most applications, so that what generates code for beans may see it.
 *
 * @param id an id
 * @param name a name
 * @param tags three tags
 * @param enabled a flag
 * @param nested one level more
 */
public record EventData(long id, String name, List<String> tags, boolean enabled, Nested nested) {

    static final EventData COMPLEX =
            new EventData(12345, "Test Event", List.of("tag1", "tag2", "tag3"), true, new Nested(3.14159));

    /**
     * One level more.
     *
     * @param value a value
     */
    public record Nested(double value) {}
}
