package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnLogTest {

    private OwnLog log;

    @BeforeEach
    void create() throws IOException {
        log = OwnLog.create();
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void writesARecordAsOneLine() throws IOException {
        publish("started");
        log.round();

        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0)).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO Clock: started");
    }

    @Test
    void keepsAMessageWithLineEndsAndControlsOnOneLine() throws IOException {
        publish("one\r\nINFO forged\u001b[31m\u2028end");
        log.round();

        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0)).endsWith("one  INFO forged [31m end");
    }

    @Test
    void countsWhatFoundNoRoom() throws IOException {
        for (int i = 0; i < 5000; i++) {
            publish("line " + i);
        }
        log.round();

        List<String> lines = lines();
        assertThat(lines).hasSize(4096 + 1);
        assertThat(lines.get(4096)).endsWith("WARNING this log had no room for 904 lines");
    }

    @Test
    void writesABurstToItsEndAndNoFurther() throws IOException {
        int total = log.burst(20_000, 1);

        Waits.until(() -> lines().size() >= total, log::round);
        log.round();

        assertThat(total).isEqualTo(20_000);
        assertThat(lines()).hasSize(total);
        assertThat(lines().get(total - 1)).contains(" burst line 20000 of 20000 ");
    }

    @Test
    void refusesABurstOutOfRange() {
        assertThatThrownBy(() -> log.burst(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("perSecond: 0 (expected: 1..20000)");
        assertThatThrownBy(() -> log.burst(1, 31))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("seconds: 31 (expected: 1..30)");
    }

    @Test
    void beginsAnewWhenItIsFull() throws IOException {
        String text = "x".repeat(4000);
        long written = 0;
        while (written < OwnLog.MAX_BYTES) {
            for (int i = 0; i < 200; i++) {
                publish(text);
                written += text.length();
            }
            log.round();
        }

        assertThat(Files.size(log.file())).isBetween(1L, OwnLog.MAX_BYTES / 2L);
    }

    @Test
    void deletesItsFileAndIgnoresWhatComesLater() {
        log.close();
        publish("late");
        log.round();
        log.close();

        assertThat(log.file()).doesNotExist();
    }

    private void publish(String message) {
        LogRecord record = new LogRecord(Level.INFO, message);
        record.setLoggerName("dev.gyre.Clock");
        log.publish(record);
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(log.file());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
