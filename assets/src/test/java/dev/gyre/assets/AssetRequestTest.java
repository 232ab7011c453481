package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.event.EventBus;
import dev.gyre.event.Lane;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class AssetRequestTest {

    @Test
    void tellsWhoListensOfEachAnsweredRequest() throws Exception {
        BlockingQueue<AssetRequest> heard = new LinkedBlockingQueue<>();
        try (EventBus bus = EventBus.create();
                AssetServer server = AssetServer.start(options -> options.source(
                                AssetSource.memory(Map.of("a.txt", "12345".getBytes(UTF_8))))
                        .bus(bus));
                Wire wire = new Wire(server.port())) {
            int port = server.port();
            bus.on(AssetRequest.TYPE, heard::add);

            wire.send(Wire.get(port, "/a.txt?token=secret")).read();
            wire.send(Wire.request("HEAD", port, "/a.txt")).read(true);
            wire.send(Wire.get(port, "/none")).read();

            AssetRequest found = heard.poll(30, TimeUnit.SECONDS);
            assertThat(found.method()).isEqualTo("GET");
            assertThat(found.path()).isEqualTo("/a.txt");
            assertThat(found.status()).isEqualTo(200);
            assertThat(found.bytes()).isEqualTo(5);
            assertThat(found.time()).isPositive();
            assertThat(heard.poll(30, TimeUnit.SECONDS).bytes()).isZero();
            assertThat(heard.poll(30, TimeUnit.SECONDS).status()).isEqualTo(404);
            assertThat(laneOf(bus).offered()).isEqualTo(3);
        }
    }

    @Test
    void publishesNothingWhenNobodyListens() throws Exception {
        try (EventBus bus = EventBus.create();
                AssetServer server = AssetServer.start(options -> options.bus(bus));
                Wire wire = new Wire(server.port())) {
            wire.send(Wire.get(server.port(), "/none")).read();

            // The next response says that the one before is written and was reported, if ever.
            assertThat(wire.send(Wire.get(server.port(), "/none")).read().status())
                    .isEqualTo(404);
            assertThat(laneOf(bus).offered()).isZero();
        }
    }

    private static Lane laneOf(EventBus bus) {
        return bus.lanes().stream()
                .filter(lane -> lane.name().equals(Lane.WEBVIEW_REQUESTS))
                .findFirst()
                .orElseThrow();
    }
}
