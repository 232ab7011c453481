package dev.gyre.bench.stages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arms of stage 12. */
final class BatchingArmsTest {

    @Test
    void everyCallIsAnsweredOnceByEveryArm() {
        Stage12Calls benchmark = new Stage12Calls();
        benchmark.compare();
        DeliveryCounters counters = new DeliveryCounters();

        benchmark.begin();
        benchmark.gyre();
        benchmark.count(counters);
        assertThat(counters.deliveriesPerThousand()).isBetween(1.0, 999.0);

        benchmark.begin();
        benchmark.naive();
        benchmark.count(counters);
        assertThat(counters.deliveriesPerThousand()).isEqualTo(1000);

        benchmark.requireRun();
    }

    @Test
    void everyEventIsHeardOnceByEitherPage() throws InterruptedException {
        Stage12Events benchmark = new Stage12Events();
        benchmark.compare();
        DeliveryCounters counters = new DeliveryCounters();

        benchmark.begin();
        benchmark.naive();
        benchmark.count(counters);

        assertThat(counters.deliveriesPerThousand()).isEqualTo(1000);
        assertThat(counters.drops()).isZero();
        benchmark.requireRun();
    }

    @Test
    void aTurnBatchesCallsWithIdsOfTheirOwn() {
        Turn turn = new Turn(CallFixture.MIX);

        assertThat(turn.batch(1)).asString(UTF_8).isEqualTo("[2,1,\"Service.getUser\",{\"id\":123}]");
        assertThat(turn.batch(2))
                .asString(UTF_8)
                .isEqualTo("[16,[2,2,\"Service.updateData\",{\"data\":\"value\"},{\"flag\":true}],"
                        + "[2,3,\"Service.processEvent\",{\"event\":\"click\"},{\"x\":100},{\"y\":200}]]");
        List<String> each = new ArrayList<>();
        turn.each(2, frame -> each.add(new String(frame, UTF_8)));
        assertThat(each).map(frame -> frame.substring(0, 4)).containsExactly("[2,4", "[2,5");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 64", "64, 0, 0", "64, 10, 10", "990, 980, 10", "1000, 990, 0"})
    void aTurnKeepsWithinTheRuntimesLimit(long sent, long heard, int room) {
        assertThat(Turn.room(1000, sent, heard)).isEqualTo(room);
    }

    @Test
    void aPageCountsMessagesFramesAndLosses() {
        PageFrames frames = new PageFrames();

        frames.accept(WirePage.bytes("[3,1,true]"));
        frames.accept(WirePage.bytes("[16,[15,16],[14,5],[10,\"test-event\",1],[3,2]]"));

        assertThat(frames.messages()).isEqualTo(2);
        assertThat(frames.heard()).isEqualTo(3);
        assertThat(frames.missed()).isEqualTo(5);
        assertThatThrownBy(() -> frames.accept(WirePage.bytes("[3,"))).hasMessageStartingWith("message: no JSON");
    }
}
