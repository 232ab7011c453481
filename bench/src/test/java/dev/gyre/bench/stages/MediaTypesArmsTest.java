package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaTypesArmsTest {

    @ParameterizedTest
    @ValueSource(strings = {"script.js", "style.css", "index.html", "data.json", "unknown.bin", "image.unknown"})
    void armsAgreeOnWhatIsMeasured(String path) {
        Stage05MediaTypes benchmark = new Stage05MediaTypes();
        benchmark.path = path;

        assertThatCode(benchmark::compare).doesNotThrowAnyException();
    }

    @Test
    void refusesToMeasureWhereTheArmsDiffer() {
        Stage05MediaTypes benchmark = new Stage05MediaTypes();
        benchmark.path = "archive.zip";

        assertThatThrownBy(benchmark::compare)
                .hasMessage("type of archive.zip: application/zip (expected: application/octet-stream)");
    }
}
