package dev.gyre.bench.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class WrkTest {

    private static final String TOLD = """
            Running 3s test @ http://127.0.0.1:18080/1.js
              1 threads and 32 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     0.91ms    1.10ms  25.83ms   90.29%
                Req/Sec    38.70k     5.31k   46.30k    70.00%
              Latency Distribution
                 50%  780.00us
                 75%    0.96ms
                 90%    1.50ms
                 99%    1.72ms
              115730 requests in 3.01s, 162.46MB read
            Requests/sec:  38450.13
            Transfer/sec:     53.98MB
            """;

    @Test
    void readsWhatItIsToldInMicroseconds() {
        assertThat(Wrk.parse(TOLD)).isEqualTo(new Wrk.Load(115_730, 38_450.13, 780, 1_720));
    }

    @Test
    void saysWhatItMisses() {
        assertThatThrownBy(() -> Wrk.parse("unable to connect to 127.0.0.1:1 Connection refused"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("wrk: unable to connect to 127.0.0.1:1 Connection refused (expected: ");
    }
}
