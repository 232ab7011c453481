package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class LimitOptionsTest {

    @Test
    void holdForPages() {
        try (World world = new World(options -> options.bind(new Desk())
                .limits(limits ->
                        limits.messageBytes(4096).subscriptions(1).streams(1).depth(4)))) {
            PageWindow window = world.window(calls("Desk.*"), hears("a.*"));
            try (PageClient page = PageClient.open(world.ipc, window)) {
                page.on("a.b", event -> {});
                assertThatThrownBy(() -> page.on("a.c", event -> {}))
                        .hasMessage("subscriptions: 2 (expected: at most 1)");
                assertThatThrownBy(() -> page.call("Desk.large")).hasMessageContaining("4096");
                assertThatThrownBy(() -> page.call("Desk.count", new Object[] {new int[][][][] {{{{1}}}}}))
                        .hasMessageContaining("4");
                var open = page.stream(Long.class, "Desk.quiet").subscribe();
                World.eventually(() -> streams(window) == 1);
                StepVerifier.create(page.stream(Long.class, "Desk.quiet"))
                        .expectErrorMessage("streams and uploads: 2 (expected: at most 1)")
                        .verify();
                open.dispose();
            }
        }
    }

    private static int streams(PageWindow window) {
        return ((LiveSession) window.session().orElseThrow()).calls().streaming();
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void nameWhatIsOutOfRange(Consumer<LimitOptions> configure, String message) {
        assertThatThrownBy(() -> new World(options -> options.limits(configure)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                arguments(limits -> limits.calls(0), "calls: 0 (expected: 1..65536)"),
                arguments(limits -> limits.messageBytes(100), "messageBytes: 100 (expected: 4096..1073741824)"),
                arguments(limits -> limits.queueItems(-1), "queueItems: -1 (expected: 1..1048576)"));
    }

    private static Arguments arguments(Consumer<LimitOptions> configure, String message) {
        return Arguments.of(configure, message);
    }

    @Test
    void areWhatTheProtocolSaysIfNotSet() {
        assertThat(new LimitOptions().build()).isEqualTo(IpcLimits.DEFAULT);
    }

    static final class Desk {
        @Binding
        String large() {
            return "x".repeat(5000);
        }

        @Binding
        int count(Object any) {
            return 1;
        }

        @Binding
        Flux<Long> quiet() {
            return Flux.never();
        }
    }
}
