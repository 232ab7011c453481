package dev.gyre.bench.stages;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.bench.stages.CarrierPool.Carrier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No call may see another's arguments, in whatever they are carried. */
final class CarrierPoolTest {

    private static final int THREADS = 4;
    private static final int CALLS = 25_000;

    private final GyreRuntime runtime = GyreRuntime.open(new FixtureService());
    private final CarrierPool pool = Stage06Arguments.poolOf(runtime);

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void noCallSeesTheArgumentsOfAnother() throws Exception {
        assertThat(foreign((frame, mine) -> {
                    Carrier carrier = pool.read(frame);
                    Thread.onSpinWait();
                    boolean foreign = !mine.equals(carrier.argument(0));
                    carrier.release();
                    return foreign;
                }))
                .isZero();
    }

    @Test
    void noCallOfGyreSeesTheArgumentsOfAnother() throws Exception {
        assertThat(foreign((frame, mine) -> !mine.equals(runtime.probe.arguments(frame)[0])))
                .isZero();
    }

    @Test
    void theCheckSeesCarriersThatAreGivenBackTooEarly() throws Exception {
        Carrier early = pool.read(frame(1));
        early.release();
        Carrier next = pool.read(frame(2));

        assertThat(early.argument(0)).isEqualTo(new Fixtures.UserId(2));
        assertThat(next).isSameAs(early);
    }

    @Test
    void aCarrierIsGivenBackOnce() throws Exception {
        Carrier carrier = pool.read(frame(1));
        carrier.release();

        assertThatThrownBy(carrier::release).hasMessage("carrier: given back twice (expected: once)");
    }

    @Test
    void aReleasedCarrierHoldsNothing() throws Exception {
        Carrier carrier = pool.read(frame(1));
        carrier.release();

        assertThat(carrier.argument(0)).isNull();
        assertThat(carrier.copy()).isEmpty();
    }

    private interface Call {
        boolean seesForeign(byte[] frame, Fixtures.UserId mine) throws Exception;
    }

    /** How many of many calls at once saw what was not theirs. */
    private static int foreign(Call call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<Integer>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int from = i * CALLS;
            running.add(threads.submit(() -> {
                start.await(30, SECONDS);
                int foreign = 0;
                for (int id = from; id < from + CALLS; id++) {
                    foreign += call.seesForeign(frame(id), new Fixtures.UserId(id)) ? 1 : 0;
                }
                return foreign;
            }));
        }
        int foreign = 0;
        for (Future<Integer> each : running) {
            foreign += each.get(60, SECONDS);
        }
        threads.shutdown();
        return foreign;
    }

    private static byte[] frame(int user) {
        return WirePage.bytes("[2,7,\"Service.getUser\",{\"id\":" + user + "}]");
    }
}
