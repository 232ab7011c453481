package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.assets.SniffProbe;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SniffArmsTest {

    @ParameterizedTest
    @ValueSource(strings = {"small", "medium", "large", "chunks of 4096", "page in chunks of 29", "headers"})
    void armsAgreeAndEveryResponseIsLookedAt(String load) {
        Stage07Sniffing benchmark = new Stage07Sniffing();
        benchmark.load = load;
        benchmark.compare();
        assertThatThrownBy(benchmark::requireRun).hasMessage("responses: none (expected: some)");

        for (int i = 0; i < 7; i++) {
            assertThat(benchmark.gyre()).contains("/");
        }

        benchmark.requireRun();
    }

    @ParameterizedTest
    @CsvSource({
        "small, 13, text/plain; charset=utf-8",
        "medium, 87, text/html; charset=utf-8",
        "large, 65536, application/octet-stream",
        "chunks of 4096, 65536, application/octet-stream",
        "page in chunks of 29, 87, text/html; charset=utf-8",
    })
    void loadsAreThoseOfThePlan(String load, int size, String type) {
        SniffLoad parsed = SniffLoad.parse(load);

        assertThat(parsed.bytes()).isEqualTo(size);
        assertThat(new SniffProbe().respond(parsed.responses.get(0))).isEqualTo(type);
    }

    @Test
    void headersAreOfFiveTypes() {
        SniffProbe probe = new SniffProbe();

        assertThat(SniffLoad.parse("headers").responses.stream().map(probe::respond))
                .containsExactly("image/png", "font/woff2", "application/octet-stream", "application/pdf", "image/gif");
        assertThat(probe.sniffed()).isEqualTo(5);
    }

    @Test
    void chunksAreWhole() {
        ByteBuffer[] parts = SniffLoad.parse("page in chunks of 29").responses.get(0);

        assertThat(parts).extracting(ByteBuffer::capacity).containsExactly(29, 29, 29);
    }
}
