package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ShapeTest {

    @Test
    void readsItselfFromText() {
        assertThat(Shape.parse("1 listener / 5 hooks / 16 publishers")).isEqualTo(new Shape(1, 5, 16));
    }

    @Test
    void refusesOtherText() {
        assertThatThrownBy(() -> Shape.parse("many"))
                .hasMessage("shape: many (expected: N listeners / N hooks / N publishers)");
    }
}
