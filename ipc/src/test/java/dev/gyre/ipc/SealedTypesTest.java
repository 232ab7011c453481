package dev.gyre.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SealedTypesTest {

    private final ObjectMapper mapper = Json.mapper(IpcLimits.DEFAULT, builder -> {});

    sealed interface Shape permits Circle, Polygon {}

    record Circle(double radius) implements Shape {}

    sealed interface Polygon extends Shape permits Square {}

    record Square(double side) implements Polygon {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Tea.class, name = "tea"))
    sealed interface Drink permits Tea {}

    record Tea(String sort) implements Drink {}

    @Test
    void tellWhichOfThemItIsAndComeBackAsThat() throws IOException {
        List<Shape> shapes = List.of(new Circle(1), new Square(2));

        String text = mapper.writerFor(new TypeReference<List<Shape>>() {}).writeValueAsString(shapes);

        assertThat(text).isEqualTo("[{\"type\":\"Circle\",\"radius\":1.0},{\"type\":\"Square\",\"side\":2.0}]");
        assertThat(mapper.readValue(text, new TypeReference<List<Shape>>() {})).isEqualTo(shapes);
    }

    @Test
    void tellItToWhoeverIsGivenTheirOwnClassToo() throws IOException {
        assertThat(mapper.writeValueAsString(new Circle(1))).isEqualTo("{\"type\":\"Circle\",\"radius\":1.0}");
        assertThat(mapper.readValue("{\"type\":\"Circle\",\"radius\":1}", Circle.class))
                .isEqualTo(new Circle(1));
    }

    @Test
    void nameNoClassBeyondThosePermitted() {
        for (String foreign : List.of("Triangle", "java.lang.ProcessBuilder", Circle.class.getName(), "Tea")) {
            assertThatThrownBy(() -> mapper.readValue("{\"type\":\"" + foreign + "\",\"radius\":1}", Shape.class))
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> mapper.readValue("{\"radius\":1}", Shape.class))
                .isInstanceOf(IOException.class);
    }

    @Test
    void areLeftToTheirOwnAnnotations() throws IOException {
        String text = mapper.writerFor(Drink.class).writeValueAsString(new Tea("green"));

        assertThat(text).isEqualTo("{\"kind\":\"tea\",\"sort\":\"green\"}");
        assertThat(mapper.readValue(text, Drink.class)).isEqualTo(new Tea("green"));
    }
}
