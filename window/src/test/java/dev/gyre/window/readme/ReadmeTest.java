package dev.gyre.window.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.event.EventBus;
import dev.gyre.event.PublishException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's Java is the Java of this package, which the compiler has seen. */
class ReadmeTest {

    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void showsExamplesThatCompile() throws IOException {
        String sources = folded(Files.readString(Path.of("src/test/java/dev/gyre/window/readme/Clock.java"))
                + Files.readString(Path.of("src/test/java/dev/gyre/window/readme/Orders.java"))
                + Files.readString(Path.of("src/test/java/dev/gyre/window/readme/Routes.java"))
                + Files.readString(Path.of("javafx/src/test/java/dev/gyre/window/javafx/InsideAnApplication.java")));
        List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("../README.md")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(examples)
                .hasSize(4)
                .allSatisfy(example -> assertThat(sources).contains(folded(example)));
    }

    @Test
    void showsHowAnOwnBrowserIsTaken() throws IOException {
        String taken = "app.backend(JcefBackend.create().attach(\"editor\", browser))";

        assertThat(Files.readString(Path.of("../README.md"))).contains(taken);
        assertThat(Path.of("jcef/src/test/java/dev/gyre/window/jcef/InsideAnApplication.java"))
                .content()
                .contains(taken);
    }

    /** Without the white space that layout is made of. */
    private static String folded(String code) {
        return code.replaceAll("\\s+", " ").trim();
    }

    @Test
    void showsAnExampleThatWorks() {
        Orders orders = new Orders();
        try (EventBus bus = EventBus.create()) {
            orders.use(bus, Runnable::run);
            assertThatThrownBy(() -> bus.publish(Orders.PLACED, new Orders.Order(0, "air")))
                    .isInstanceOf(PublishException.class)
                    .hasMessage("order.placed was vetoed: no id");
        }

        assertThat(orders.count).containsExactly(new Orders.Order(42, "tea")).isEqualTo(orders.shipped);
        assertThat(orders.audited).hasSize(1);
    }
}
