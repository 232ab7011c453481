package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.event.EventType;
import dev.gyre.ipc.spi.CloseReason;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ResourceLeakDetector;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageSocketsTest {

    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xa;
    private static final int FIN = 0x80;

    private final World world = World.of(new Echo());
    private final PageWindow window = world.window(calls("Echo.*"), hears("**"));
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private int port;

    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void watchForLeaks() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        ByteBufUtil.setLeakListener((type, records) -> LEAKS.add(records));
    }

    /** The detector reports when it follows a new buffer, and only what was collected: one leak of our own proves both. */
    @AfterAll
    static void assertThatNothingLeaked() {
        leak();
        World.eventually(() -> {
            System.gc();
            ByteBufAllocator.DEFAULT.buffer(64).release();
            return !LEAKS.isEmpty();
        });

        assertThat(LEAKS).hasSize(1).first().asString().contains("PageSocketsTest.leak");
    }

    private static void leak() {
        assertThat(ByteBufAllocator.DEFAULT.buffer(64).refCnt()).isEqualTo(1);
    }

    @BeforeEach
    void serve() throws Exception {
        PageSockets sockets = PageSockets.of(world.ipc);
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new Upgrade(sockets));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        port = ((InetSocketAddress) server.localAddress()).getPort();
    }

    @AfterEach
    void close() throws Exception {
        world.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    @Test
    void carryCallsAndEventsOfAnOrdinaryClient() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", "http://localhost:" + port)
                .buildAsync(URI.create("ws://localhost:" + port + "/gyre/ws"), new Listener(received))
                .get(World.PATIENCE_SECONDS, TimeUnit.SECONDS);
        socket.sendText("[0,1,\"" + window.code() + "\"]", true).get(World.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(received.poll(World.PATIENCE_SECONDS, TimeUnit.SECONDS)).startsWith("[1,{\"version\":1");

        socket.sendText("[16,[11,1,\"clock.*\"],[13],[2,2,\"Echo.echo\",", false)
                .thenCompose(sent -> sent.sendText("\"\u00fc\ud83d\ude00\"]]", true))
                .get(World.PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThat(until(received, "[3,2,")).contains("[3,1]").contains("[3,2,\"\u00fc\\uD83D\\uDE00\"]");
        world.bus.publish(EventType.of("clock.tick", Integer.class), 5);
        assertThat(until(received, "clock.tick")).contains("[10,\"clock.tick\",5]");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(World.PATIENCE_SECONDS, TimeUnit.SECONDS);
        World.eventually(() -> !window.session().orElseThrow().isConnected());
    }

    @Test
    void bringALargeMessageInFragments() throws Exception {
        try (Raw page = proven()) {
            String text = "x".repeat(1_000_000);
            byte[] message = ("[2,1,\"Echo.echo\",\"" + text + "\"]").getBytes(UTF_8);
            page.send(TEXT, message, 0, 600_000, true);
            page.send(FIN, message, 600_000, message.length - 600_000, true);

            assertThat(page.read()).isEqualTo("text [3,1,\"" + text + "\"]");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://evil.example | 13 | websocket | 403",
                "null                | 13 | websocket | 403",
                "http://127.0.0.1    | 13 | websocket | 403",
                "https://HOST        | 13 | websocket | 403",
                "http://HOST.evil.com| 13 | websocket | 403",
                "http://HOST/        | 13 | websocket | 403",
                "-                   | 13 | websocket | 403",
                "http://HOST         | 8  | websocket | 426",
                "http://HOST         | -  | websocket | 426",
                "http://HOST         | 13 | h2c       | 400",
            })
    void refuseAHandshakeThatIsNotOfTheirOwnPage(String origin, String version, String upgrade, String status)
            throws Exception {
        String head = handshake(upgrade)
                + (origin.equals("-") ? "" : "Origin: " + origin.replace("HOST", "127.0.0.1:" + port) + "\r\n")
                + (version.equals("-") ? "" : "Sec-WebSocket-Version: " + version + "\r\n");
        try (Raw client = new Raw(head + "\r\n")) {
            assertThat(client.head()).startsWith("HTTP/1.1 " + status + " ");
            assertThat(client.read()).isEqualTo("end");
        }
    }

    @Test
    void refuseAHandshakeWithTwoOrigins() throws Exception {
        String origin = "Origin: http://127.0.0.1:" + port + "\r\n";
        try (Raw client =
                new Raw(handshake("websocket") + "Sec-WebSocket-Version: 13\r\n" + origin + origin + "\r\n")) {
            assertThat(client.head()).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void closeAStrangerThatSaysAnythingButHello() throws Exception {
        byte[] call = "[2,1,\"Echo.echo\",\"x\"]".getBytes(UTF_8);
        assertClosedBy(TEXT | FIN, call, "close 4400 protocol");
        assertClosedBy(BINARY | FIN, call, "close 4400 protocol");
        assertClosedBy(PING | FIN, new byte[0], "close 4400 protocol");
        assertClosedBy(TEXT, ("[0,1,\"" + window.code() + "\"]").getBytes(UTF_8), "close 4400 protocol");
        assertClosedBy(TEXT | FIN, "[0,1,\"wrong\"]".getBytes(UTF_8), "close 4401 code_refused");
        assertClosedBy(TEXT | FIN, new byte[] {(byte) 0xc0, (byte) 0x80}, "close 4400 protocol");
        assertClosedBy(TEXT | FIN, new byte[4097], "close 1009 too_large");
        assertThat(window.session().isPresent()).isFalse();
        assertThat(world.ipc.refusedConnections()).isEqualTo(7);
    }

    @Test
    void deliverNothingOfAStrangersSecondFrame() throws Exception {
        try (Raw stranger = new Raw()) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.write(Raw.frame(TEXT | FIN, "[0,1,\"wrong\"]".getBytes(UTF_8), true));
            both.write(Raw.frame(TEXT | FIN, ("[0,1,\"" + window.code() + "\"]").getBytes(UTF_8), true));
            stranger.out.write(both.toByteArray());

            assertThat(stranger.read()).isEqualTo("close 4401 code_refused");
            assertThat(window.session().isPresent()).isFalse();
        }
    }

    @Test
    void closeAPageThatSendsUnmaskedFrames() throws Exception {
        try (Raw page = proven()) {
            page.out.write(Raw.frame(TEXT | FIN, "[13]".getBytes(UTF_8), false));

            assertThat(page.read()).startsWith("close 1002");
            assertThat(page.read()).isEqualTo("end");
        }
    }

    @Test
    void answerABinaryMessageThatCannotBeRead() throws Exception {
        try (Raw page = proven()) {
            page.send(BINARY | FIN, new byte[3]);
            assertThat(page.read())
                    .isEqualTo("text [4,0,\"bad_frame\",\"message: head: -1 bytes (expected: those that follow)\",1]");
            page.send(BINARY | FIN, new byte[] {0, 0, 0, 9, '[', '[', ']', ',', '[', '7', '7', ']', ']'});
            assertThat(page.read()).isEqualTo("text [4,0,\"bad_frame\",\"kind: 77 (expected: one a page may send)\"]");
        }
    }

    @Test
    void closeAPageThatSendsInvalidTextOrTooMuch() throws Exception {
        try (Raw page = proven()) {
            page.send(TEXT | FIN, new byte[] {'[', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ']'});
            assertThat(page.read()).isEqualTo("close 1007 not_utf8");
        }
        try (Raw page = proven()) {
            page.out.write(
                    new byte[] {(byte) (TEXT | FIN), (byte) (0x80 | 127), 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, 0});
            assertThat(page.read()).isEqualTo("close 1009 too_large");
        }
        try (Raw page = proven()) {
            byte[] half = new byte[3 << 20];
            java.util.Arrays.fill(half, (byte) ' ');
            page.send(TEXT, half);
            page.send(FIN, half);
            assertThat(page.read()).isEqualTo("close 1009 too_large");
        }
    }

    @Test
    void answerPingsOfAPage() throws Exception {
        try (Raw page = proven()) {
            page.send(PING | FIN, "abc".getBytes(UTF_8));

            assertThat(page.read()).isEqualTo("pong abc");
        }
    }

    @Test
    void letSixteenStrangersWaitAndNoMore() throws Exception {
        List<Raw> strangers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            strangers.add(new Raw());
        }
        try (Raw seventeenth = new Raw()) {
            assertThat(seventeenth.read()).isEqualTo("close 4429 overloaded");
        }
        for (Raw stranger : strangers) {
            stranger.close();
        }
        World.eventually(() -> opens(window.code()));
    }

    @Test
    void closeAStrangerThatSaysNothing() throws Exception {
        try (Raw stranger = new Raw()) {
            World.eventually(() -> world.time.pending() == 1);
            world.time.advance(java.time.Duration.ofSeconds(2));

            assertThat(stranger.read()).isEqualTo("close 4408 hello_timeout");
        }
    }

    @Test
    void holdABoundedPartOfAFloodForAPageThatDoesNotRead() throws Exception {
        EventType<String> flood = EventType.of("flood.data", String.class);
        String payload = "x".repeat(10_000);
        try (Raw page = proven()) {
            page.send(TEXT | FIN, "[16,[11,1,\"flood.*\"],[13]]".getBytes(UTF_8));
            assertThat(page.read()).isEqualTo("text [3,1]");
            PageSession session = window.session().orElseThrow();

            for (int i = 0; i < 5000; i++) {
                world.bus.publish(flood, payload);
            }

            World.eventually(() -> session.account().offered() == 5000);
            PageAccount account = session.account();
            assertThat(account.waitingBytes()).isLessThanOrEqualTo(8 << 20);
            // What went out unconfirmed is bounded too: at most 1 MiB and the message that crossed it.
            assertThat(account.sent() * 10_000).isLessThan((1 << 20) + (256 << 10));
            assertThat(account.sent() + account.dropped() + account.waiting()).isEqualTo(5000);
        }
    }

    @Test
    void letAPageComeBackOverAnotherWhileTheFirstStillStands() throws Exception {
        EventType<Integer> tick = EventType.of("clock.tick", Integer.class);
        try (Raw first = new Raw();
                Raw second = new Raw()) {
            first.send(TEXT | FIN, ("[0,1,\"" + window.code() + "\"]").getBytes(UTF_8));
            String token = first.read().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
            first.send(TEXT | FIN, "[16,[11,1,\"clock.*\"],[13]]".getBytes(UTF_8));
            assertThat(first.read()).isEqualTo("text [3,1]");
            world.bus.publish(tick, 1);
            assertThat(first.read()).isEqualTo("text [10,\"clock.tick\",1]");

            second.send(TEXT | FIN, ("[0,1,\"\",\"" + token + "\",1]").getBytes(UTF_8));

            assertThat(second.read())
                    .startsWith("text [1,")
                    .contains("\"received\":1")
                    .doesNotContain("next");
            assertThat(second.read()).isEqualTo("text [10,\"clock.tick\",1]");
            assertThat(first.read()).isEqualTo("close 4001 replaced");
            world.bus.publish(tick, 2);
            assertThat(second.read()).isEqualTo("text [10,\"clock.tick\",2]");
            assertThat(window.session().orElseThrow().isConnected()).isTrue();
        }
    }

    @Test
    void tellThePageWhyItsWindowCloses() throws Exception {
        try (Raw page = proven()) {
            window.close();

            assertThat(page.read()).isEqualTo("close 4000 " + CloseReason.CLOSED.text());
            assertThat(page.read()).isEqualTo("end");
        }
    }

    private boolean opens(String code) {
        try (Raw page = new Raw()) {
            page.send(TEXT | FIN, ("[0,1,\"" + code + "\"]").getBytes(UTF_8));
            return page.read().startsWith("text [1,");
        } catch (IOException e) {
            return false;
        }
    }

    private void assertClosedBy(int first, byte[] payload, String expected) throws IOException {
        try (Raw stranger = new Raw()) {
            stranger.send(first, payload);
            assertThat(stranger.read()).isEqualTo(expected);
            assertThat(stranger.read()).isEqualTo("end");
        }
    }

    private Raw proven() throws IOException {
        Raw page = new Raw();
        page.send(TEXT | FIN, ("[0,1,\"" + window.code() + "\"]").getBytes(UTF_8));
        assertThat(page.read()).startsWith("text [1,");
        return page;
    }

    private String handshake(String upgrade) {
        return "GET /gyre/ws HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: " + upgrade
                + "\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    }

    private static String until(BlockingQueue<String> received, String part) throws InterruptedException {
        StringBuilder all = new StringBuilder();
        while (all.indexOf(part) < 0) {
            String next = received.poll(World.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("received so far: %s", all).isNotNull();
            all.append(next).append('\n');
        }
        return all.toString();
    }

    static final class Echo {
        @Binding
        Object echo(Object value) {
            return value;
        }
    }

    private static final class Upgrade extends ChannelInboundHandlerAdapter {
        private final PageSockets sockets;

        Upgrade(PageSockets sockets) {
            this.sockets = sockets;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest request) {
                ctx.pipeline().remove(this);
                sockets.upgrade(ctx.channel(), request);
            }
            ReferenceCountUtil.release(message);
        }
    }

    private record Listener(BlockingQueue<String> received, StringBuilder part) implements WebSocket.Listener {

        Listener(BlockingQueue<String> received) {
            this(received, new StringBuilder());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                received.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    /** A client that may break every rule. */
    private final class Raw implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;

        Raw() throws IOException {
            this(handshake("websocket") + "Sec-WebSocket-Version: 13\r\nOrigin: http://127.0.0.1:" + port + "\r\n\r\n");
            assertThat(head()).startsWith("HTTP/1.1 101 ").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        }

        Raw(String head) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(10_000);
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            out.write(head.getBytes(ISO_8859_1));
        }

        String head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readByte());
            }
            return head.toString();
        }

        void send(int first, byte[] payload) throws IOException {
            out.write(frame(first, payload, true));
        }

        void send(int first, byte[] payload, int offset, int length, boolean masked) throws IOException {
            out.write(frame(first, java.util.Arrays.copyOfRange(payload, offset, offset + length), masked));
        }

        static byte[] frame(int first, byte[] payload, boolean masked) {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            int mask = masked ? 0x80 : 0;
            frame.write(first);
            if (payload.length < 126) {
                frame.write(mask | payload.length);
            } else if (payload.length < 65536) {
                frame.write(mask | 126);
                frame.write(payload.length >> 8);
                frame.write(payload.length);
            } else {
                frame.write(mask | 127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    frame.write((int) ((long) payload.length >> shift));
                }
            }
            // A mask of zeros is a mask.
            frame.writeBytes(new byte[masked ? 4 : 0]);
            frame.writeBytes(payload);
            return frame.toByteArray();
        }

        /** The next frame in words, or {@code end}. */
        String read() throws IOException {
            int first = in.read();
            if (first < 0) {
                return "end";
            }
            int length = in.readUnsignedByte();
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
            byte[] payload = in.readNBytes(length);
            return switch (first & 0xf) {
                case TEXT -> "text " + new String(payload, UTF_8);
                case PONG -> "pong " + new String(payload, UTF_8);
                case CLOSE ->
                    "close " + (((payload[0] & 0xff) << 8) | (payload[1] & 0xff)) + " "
                            + new String(payload, 2, length - 2, UTF_8);
                default -> "frame " + first;
            };
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
