package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.event.EventBus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;

/** Routes over the pipeline alone: what is written, flushed and asked for, step by step. */
final class RouteChannelTest {

    private static final String GET =
            "GET /api HTTP/1.1\r\nHost: 127.0.0.1:1\r\nGyre-Token: " + Pages.TOKEN + "\r\n\r\n";

    private final EventBus bus = EventBus.create();
    private final TestPublisher<ByteBuffer> body = TestPublisher.create();
    private final AtomicInteger requests = new AtomicInteger();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        bus.close();
    }

    private void ask() {
        AssetHandler handler = AssetHandler.of(AssetSource.memory(Map.of()), policy -> {});
        RouteHandler route = request -> Mono.just(
                RouteResponse.stream("text/plain", body.flux().doOnRequest(more -> requests.incrementAndGet())));
        Routes routes = new Routes(Map.of("/api", route), new Pages(), handler, bus);
        ServerContext context = Contexts.of(handler, new Refusals(), routes, bus);
        AssetServer.populate(channel, context, new Connection(channel, context));
        channel.writeInbound(Unpooled.copiedBuffer(GET, ISO_8859_1));
        until(() -> body.subscribeCount() == 1);
    }

    /** What other threads hand to the channel's loop runs here. */
    private void until(BooleanSupplier condition) {
        Await.until(() -> {
            channel.runPendingTasks();
            return condition.getAsBoolean();
        });
    }

    private List<String> sent() {
        List<String> parts = new ArrayList<>();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            if (part.isReadable()) {
                parts.add(part.toString(ISO_8859_1));
            }
            part.release();
        }
        return parts;
    }

    @Test
    void joinsWhatIsThereAtOnceAndFlushesIt() {
        ask();
        assertThat(sent()).isEmpty();

        body.next(ByteBuffer.wrap(new byte[] {'a'}), ByteBuffer.wrap(new byte[] {'b'}), ByteBuffer.allocate(0));
        until(() -> !channel.outboundMessages().isEmpty());
        String first = String.join("", sent());
        body.complete();
        until(() -> !channel.outboundMessages().isEmpty());

        assertThat(first).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n1\r\na\r\n1\r\nb\r\n");
        assertThat(String.join("", sent())).isEqualTo("0\r\n\r\n");
    }

    @Test
    void asksForMoreOnlyWhileTheChannelIsWritable() {
        ask();
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        until(() -> !channel.isWritable());

        for (int i = 0; i < StreamQueue.WINDOW; i++) {
            body.next(ByteBuffer.wrap(new byte[] {'x'}));
        }
        channel.runPendingTasks();
        int asked = requests.get();
        assertThat(String.join("", sent())).doesNotContain("x\r\n");

        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        until(() -> !channel.outboundMessages().isEmpty());
        assertThat(String.join("", sent())).endsWith("1\r\nx\r\n".repeat(StreamQueue.WINDOW));
        until(() -> requests.get() > asked);
    }
}
