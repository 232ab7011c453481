package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of clients, idle or slow, cost a known amount of memory and nobody's time but their own. */
final class ManyConnectionsTest {

    private static final System.Logger LOG = System.getLogger(ManyConnectionsTest.class.getName());

    private static final int IDLE = 10_000;
    private static final int SLOW = 1_000;

    /** Of the descriptors that this process may have: for the virtual machine, the build, and other clients. */
    private static final int DESCRIPTORS_LEFT = 1_000;

    /** What an idle connection may hold: its channel, pipeline, decoder and deadline. */
    private static final int HEAP_A_CONNECTION = 8 * 1024;

    /** A chunk that is read, one that is written, and the mark up to which a channel takes more. */
    private static final int DIRECT_A_SLOW_READER = 384 * 1024;

    /** Memory is measured here: no record is kept of each buffer. */
    @BeforeEach
    void followNoBuffer() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void followEachBuffer() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    private static AssetServer start(AssetSource source, Consumer<AssetServerOptions> configure) {
        return AssetServer.start(options -> {
            options.source(AssetSource.overlay(source, AssetSource.memory(Map.of("a", "A".getBytes(UTF_8)))))
                    .limits(limits -> limits.connections(20_000))
                    .limits(limits -> limits.headerTime(Duration.ofMinutes(5)).idleTime(Duration.ofMinutes(5)));
            configure.accept(options);
        });
    }

    private static int scaled(int wanted) throws IOException {
        Descriptors.assumeKnown();
        int possible = Math.min(wanted, Descriptors.most() - DESCRIPTORS_LEFT);
        if (possible < wanted) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "SCALED DOWN: {0} connections of {1}, for this system allows no more descriptors",
                    possible,
                    wanted);
        }
        return possible;
    }

    @Test
    void keepsTenThousandIdleConnections() throws Exception {
        int count = scaled(IDLE);
        try (AssetServer server = start(AssetSource.memory(Map.of()), options -> {})) {
            Duration alone = median(server.port());
            long before = heap();
            try (ClientProcess clients = ClientProcess.connect(server.port(), count)) {
                Await.until(() -> server.connections() == count);
                assertThat(clients.ask("/a")).isEqualTo(count);
                long each = (heap() - before) / count;

                Duration beside = median(server.port());

                LOG.log(
                        System.Logger.Level.INFO,
                        "an idle connection: {0} bytes; alone {1}, beside them {2}",
                        each,
                        alone,
                        beside);
                assertThat(each).isLessThan(HEAP_A_CONNECTION);
                assertThat(beside).isLessThan(alone.multipliedBy(5).plusMillis(20));
                Await.until(() -> server.connections() == count);
            }
            Await.until(() -> server.connections() == 0);
        }
    }

    @Test
    void servesOthersBesideAThousandSlowOnes(@TempDir Path folder) throws Exception {
        int count = scaled(SLOW);
        Files.write(folder.resolve("large"), new byte[8_000_000]);
        List<SocketChannel> slow = new ArrayList<>();
        try (AssetServer server = start(AssetSource.directory(folder), options -> {})) {
            Duration alone = median(server.port());
            long before = direct();
            for (int i = 0; i < count; i++) {
                slow.add(
                        slow(server.port(), i % 2 == 0 ? Wire.get(server.port(), "/large") : "GET /a HTTP/1.1\r\nX: "));
            }
            Await.until(() -> Descriptors.openBelow(folder).size() == count / 2);

            Duration beside = median(server.port());
            long held = direct() - before;

            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} slow ones hold {1} bytes; alone {2}, beside them {3}",
                    count,
                    held,
                    alone,
                    beside);
            assertThat(held).isLessThan((long) count / 2 * DIRECT_A_SLOW_READER);
            assertThat(beside).isLessThan(alone.multipliedBy(5).plusMillis(20));
            Await.until(() -> server.connections() == count);
            for (SocketChannel each : slow) {
                each.close();
            }
            Await.until(() -> server.connections() == 0);
            Await.until(() -> Descriptors.openBelow(folder).isEmpty());
        }
    }

    private static SocketChannel slow(int port, String request) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
        return channel;
    }

    /** Of a hundred requests on connections of their own. */
    private static Duration median(int port) throws IOException {
        long[] nanos = new long[100];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            assertThat(Wire.ask(port, Wire.get(port, "/a", "Connection: close")).status())
                    .isEqualTo(200);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[nanos.length / 2]);
    }

    private static long heap() {
        Runtime machine = Runtime.getRuntime();
        System.gc();
        return machine.totalMemory() - machine.freeMemory();
    }

    private static long direct() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }
}
