package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonWorkTest {

    @ParameterizedTest
    @ValueSource(strings = {"string argument", "mixed arguments", "person", "complex", "event simple", "event complex"})
    void bothArmsDoTheSame(String fixture) throws IOException {
        try (JsonWork work = JsonWork.of(fixture)) {
            work.compare();

            assertThat(work.gyre.encode(work.gyre.decode(work.fromPage)))
                    .isEqualTo(work.naive.encode(work.naive.decode(work.fromPage)));
            assertThat(work.gyre.decode(work.fromPage)).isEqualTo(work.value);
        }
    }

    @Test
    void refusesAnArmThatWritesAnotherFrame() throws IOException {
        try (JsonWork work = JsonWork.of("string argument");
                JsonWork other = new JsonWork(work.value, work.fromPage, work.naive, new Curt(work.gyre), null)) {
            assertThatThrownBy(other::compare).hasMessage("frame: [3,7,\"short\"] (expected: [3,7,\"hello world\"])");
        }
    }

    @Test
    void refusesAnArmThatReadsAnotherValue() throws IOException {
        try (JsonWork work = JsonWork.of("string argument");
                JsonWork other = new JsonWork("hello", work.fromPage, work.naive, work.gyre, null)) {
            assertThatThrownBy(other::compare).hasMessage("read by the naive arm: hello world (expected: hello)");
        }
    }

    private record Curt(JsonArm arm) implements JsonArm {

        @Override
        public byte[] encode(Object value) throws IOException {
            return arm.encode("short");
        }

        @Override
        public Object decode(byte[] frame) throws IOException {
            return arm.decode(frame);
        }
    }
}
