package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arms of stage 20. */
final class FanOutArmsTest {

    @ParameterizedTest
    @CsvSource({
        "naive, none",
        "naive, a window of 50 ms",
        "naivePosting, a window of 50 ms",
        "gyre, none",
        "gyre, a window of 50 ms"
    })
    void everyWindowHearsEveryEvent(String arm, String slow) {
        Stage20FanOut benchmark = new Stage20FanOut();
        benchmark.windows = 3;
        benchmark.slow = slow;
        benchmark.open(arm);
        List<HearingPage> pages = new ArrayList<>(benchmark.opened().pages);
        pages.add(benchmark.opened().neighbour);
        List<Long> before = pages.stream().map(HearingPage::heard).toList();

        benchmark.begin();
        benchmark.opened().run();
        benchmark.requireRun();

        assertThat(pages).hasSize(4);
        for (int page = 0; page < pages.size(); page++) {
            assertThat(pages.get(page).heard() - before.get(page)).isEqualTo(FanOut.EVENTS);
        }
        benchmark.close();
    }

    @Test
    void armsThatSendTheSameAreCompared() {
        Stage20FanOut.compare();
    }

    @Test
    void aSlowPageIsSlowOnce() {
        HearingPage page = new HearingPage();
        byte[] frame = WirePage.bytes("[10,\"test-event\",1]");
        page.beSlow();

        long begun = System.nanoTime();
        page.accept(frame);
        long slow = System.nanoTime() - begun;
        page.accept(frame);
        page.awaitHeard(2);

        assertThat(slow).isGreaterThanOrEqualTo(HearingPage.SLOW_MILLIS * 1_000_000);
        assertThatThrownBy(() -> page.accept(WirePage.bytes("["))).hasMessageStartingWith("message: no JSON");
    }
}
