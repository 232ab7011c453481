package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestDecoderTest {

    private static final String HOST = "Host: 127.0.0.1:1\r\n";

    private final Refusals refusals = new Refusals();
    private final EmbeddedChannel channel = channel();

    private EmbeddedChannel channel() {
        EmbeddedChannel fresh = new EmbeddedChannel();
        ServerContext context = Contexts.of(
                AssetHandler.of(
                        AssetSource.memory(Map.of("a", "A".getBytes(UTF_8), "b", "B".getBytes(UTF_8))), policy -> {}),
                refusals);
        AssetServer.populate(fresh, context, new Connection(fresh, context));
        return fresh;
    }

    private static String send(EmbeddedChannel channel, String raw) {
        if (channel.isOpen()) {
            channel.writeInbound(Unpooled.copiedBuffer(raw, ISO_8859_1));
        }
        return drain(channel);
    }

    private static String drain(EmbeddedChannel channel) {
        StringBuilder sent = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            sent.append(part.toString(ISO_8859_1));
            part.release();
        }
        return sent.toString();
    }

    /** The codes of the responses, in order. */
    private static String statuses(String sent) {
        StringBuilder codes = new StringBuilder();
        for (String line : sent.split("\r\n|\n", -1)) {
            int status = line.indexOf("HTTP/1.1 ");
            if (status >= 0) {
                codes.append(line, status + 9, status + 12).append(' ');
            }
        }
        return codes.toString().strip();
    }

    static final Map<String, String> MALFORMED = malformed();

    static final java.util.Collection<String> MALFORMED_REQUESTS = MALFORMED.values();

    private static Map<String, String> malformed() {
        Map<String, String> cases = new LinkedHashMap<>();
        String[] lines = {
            "GET /a",
            "GET /a HTTP/0.9",
            "GET /a HTTP/2.0",
            "GET /a HTTP/1.2",
            "GET /a HTTP/1.10",
            "GET /a http/1.1",
            "GET /a HTTP/1.1 ",
            " GET /a HTTP/1.1",
            "GET  /a HTTP/1.1",
            "GET /a  HTTP/1.1",
            "GET\t/a HTTP/1.1",
            "GET /a\tHTTP/1.1",
            "G(T /a HTTP/1.1",
            "GET /a b HTTP/1.1",
            "GET /a\0 HTTP/1.1",
            "GET /a\r HTTP/1.1",
            "GET /a HTTP/1.1\r",
            "GET /a HTTP/1,1",
            "GET HTTP/1.1",
            "/a HTTP/1.1",
            "PRI * HTTP/2.0",
            "\0",
            "GET /a\u007f HTTP/1.1"
        };
        for (String line : lines) {
            cases.put("line " + line, line + "\r\n" + HOST + "\r\n");
        }
        String[] fields = {
            " folded",
            "\tfolded",
            "X: a\r\n folded",
            "X: a\r\n\tfolded",
            "Transfer-Encoding:\r\n chunked",
            "Content-Length : 3",
            "Content-Length\t: 3",
            ": empty",
            "no colon",
            "X\0: a",
            "X: a\0b",
            "X: a\rb",
            "X: a\u007f",
            "X(: a",
            "X\u00fc: a",
            "X Y: a",
            "\"X\": a",
            "Content-Length: 3\r\nContent-Length: 3",
            "Content-Length: 3\r\nContent-Length: 4",
            "Content-Length: 3, 3",
            "Content-Length: +3",
            "Content-Length: -3",
            "Content-Length: 0x3",
            "Content-Length: 3 3",
            "Content-Length:",
            "Content-Length: 3.0",
            "Content-Length: 9999999999999999999",
            "Content-Length: \u0663",
            "Content-Length: 3;a",
            "Content-Length: 3\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 3",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: gzip",
            "Transfer-Encoding: identity",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: chunked;q=1",
            "Transfer-Encoding:",
            "Transfer-Encoding: \u000bchunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: x"
        };
        for (String field : fields) {
            cases.put("field " + field, "GET /a HTTP/1.1\r\n" + HOST + field + "\r\n\r\n");
        }
        String chunked = "GET /a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";
        String[] bodies = {
            "x\r\n",
            "\r\n",
            "-1\r\n",
            "0x1\r\na\r\n",
            "1 \r\na\r\n",
            " 1\r\na\r\n",
            "1\na\r\n",
            "1\r\nab",
            "1\r\na\n",
            "1\r\na\rX",
            "1;\0\r\n",
            "1;a\rb\r\n",
            "100000000\r\n",
            "0\r\n folded\r\n\r\n",
            "0\r\nno colon\r\n\r\n",
            "0\r\nX: \0\r\n\r\n",
            "0\r\n\n",
            "0\nX: y\r\n\r\n"
        };
        for (String body : bodies) {
            cases.put("chunk " + body, chunked + body);
        }
        cases.put("bare LF after line", "GET /a HTTP/1.1\n" + HOST + "\r\n");
        cases.put("bare LF after field", "GET /a HTTP/1.1\r\nHost: 127.0.0.1:1\n\r\n");
        cases.put("bare LF at end", "GET /a HTTP/1.1\r\n" + HOST + "\n");
        cases.put("only LF", "GET /a HTTP/1.1\nHost: 127.0.0.1:1\n\n");
        cases.put("two blank lines", "\r\n\r\nGET /a HTTP/1.1\r\n" + HOST + "\r\n");
        cases.put("blank LF", "\nGET /a HTTP/1.1\r\n" + HOST + "\r\n");
        cases.put("coding in 1.0", "GET /a HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        cases.put("TLS", "\u0016\u0003\u0001\u0002\0\u0001\0\n\n");
        return cases;
    }

    @Test
    void answersAllRequestsOfOneReadInOneFlushWithABufferEach() {
        AtomicInteger flushes = new AtomicInteger();
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void flush(ChannelHandlerContext ctx) {
                flushes.incrementAndGet();
                ctx.flush();
            }
        });

        channel.writeInbound(Unpooled.copiedBuffer(("GET /a HTTP/1.1\r\n" + HOST + "\r\n").repeat(20), ISO_8859_1));

        assertThat(flushes).hasValue(1);
        assertThat(channel.outboundMessages()).hasSize(20);
        assertThat(statuses(drain(channel))).isEqualTo("200 ".repeat(20).strip());
    }

    @Test
    void readsFieldsThatDifferFromThoseOfTheRequestBefore() {
        String first = "GET /a HTTP/1.1\r\n" + HOST + "\r\n";

        assertThat(statuses(send(channel, first + first))).isEqualTo("200 200");
        assertThat(statuses(send(channel, "GET /a HTTP/1.1\r\n" + HOST + "If-None-Match: *\r\n\r\n" + first)))
                .isEqualTo("304 200");
        assertThat(statuses(send(channel, first + "GET /a HTTP/1.1\r\nHost: 127.0.0.1:2\r\n\r\n" + first)))
                .isEqualTo("200 421");
        assertThat(refusals.count(Refusal.MISDIRECTED)).isEqualTo(1);
    }

    @Test
    void looksAtTheTargetEvenWhereTheFieldsAreThoseOfTheRequestBefore() {
        String first = "GET /a HTTP/1.1\r\n" + HOST + "\r\n";

        assertThat(statuses(send(channel, first + first + "GET http://127.0.0.1:1/a HTTP/1.1\r\n" + HOST + "\r\n")))
                .isEqualTo("200 200 400");
        assertThat(refusals.count(Refusal.TARGET)).isEqualTo(1);
    }

    @Test
    void takesTheFieldsOfTheRequestBeforeForNoneThatComeInPieces() {
        String first = "GET /a HTTP/1.1\r\n" + HOST + "\r\n";
        StringBuilder sent = new StringBuilder(send(channel, first));
        for (String piece : (first + "GET /a HTTP/1.1\r\n" + HOST + "Host: b\r\n\r\n").split("(?<=.)", -1)) {
            sent.append(send(channel, piece));
        }

        assertThat(statuses(sent.toString())).isEqualTo("200 200 400");
    }

    @ParameterizedTest
    @FieldSource("MALFORMED_REQUESTS")
    void refusesWhatTwoReadersCouldUnderstandDifferently(String raw) {
        // What follows would be answered if the malformed one ended anywhere but where it should.
        String sent = send(channel, raw + "GET /b HTTP/1.1\r\n" + HOST + "\r\n");

        assertThat(statuses(sent)).isEqualTo("400");
        assertThat(sent)
                .contains("connection: close")
                .doesNotEndWith("\r\n\r\nA")
                .doesNotEndWith("\r\n\r\nB");
        assertThat(refusals.count(Refusal.MALFORMED)).isEqualTo(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @FieldSource("MALFORMED_REQUESTS")
    void refusesItByteByByteToo(String raw) {
        StringBuilder sent = new StringBuilder();
        String ended = raw + "\r\n";
        for (int i = 0; i < ended.length(); i++) {
            sent.append(send(channel, ended.substring(i, i + 1)));
        }

        assertThat(statuses(sent.toString())).isEqualTo("400");
    }

    @Test
    void readsTheSameRequestsWhereverTheBytesAreSplit() {
        String raw = "GET /a HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\n\r\nbody"
                + "GET /none HTTP/1.1\r\n" + HOST
                + "Transfer-Encoding: Chunked\r\n\r\n3;e=\"x\"\r\nabc\r\n00\r\nT: t\r\n\r\n"
                + "\r\nHEAD /b HTTP/1.1\r\n" + HOST + "X:\r\nY:\t a b \t\r\n\r\n"
                + "GET /b HTTP/1.1\r\n" + HOST + "\r\n";
        for (int split = 0; split <= raw.length(); split++) {
            EmbeddedChannel fresh = channel();

            String sent = send(fresh, raw.substring(0, split)) + send(fresh, raw.substring(split));

            assertThat(statuses(sent)).as("split at " + split).isEqualTo("200 404 200 200");
            assertThat(sent).endsWith("\r\n\r\nB");
            fresh.finishAndReleaseAll();
        }
        assertThat(refusals.count(Refusal.MALFORMED)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1", "HTTP/1.0"})
    void keepsTheConnectionAsTheVersionSays(String version) {
        String sent = send(channel, "GET /a " + version + "\r\n" + HOST + "\r\n");

        assertThat(sent).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(channel.isOpen()).isEqualTo(version.endsWith("1"));
    }

    @Test
    void refusesLargeHeads() {
        assertThat(statuses(send(channel(), "GET /" + "a".repeat(8 * 1024) + " HTTP/1.1\r\n")))
                .isEqualTo("414");
        assertThat(statuses(send(channel(), "G".repeat(8 * 1024 + 2)))).isEqualTo("414");
        assertThat(statuses(send(
                        channel(), "GET /a HTTP/1.1\r\n" + HOST + ("X: " + "y".repeat(1_000) + "\r\n").repeat(17))))
                .isEqualTo("431");
        assertThat(statuses(send(channel(), "GET /a HTTP/1.1\r\nX: " + "y".repeat(16 * 1024 + 2))))
                .isEqualTo("431");
        assertThat(statuses(send(channel(), "GET /a HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(100))))
                .isEqualTo("431");
        assertThat(statuses(send(channel(), "GET /a HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(99) + "\r\n")))
                .isEqualTo("200");
        String longest = "GET /?" + "a".repeat(8 * 1024 - 15) + " HTTP/1.1";
        assertThat(longest).hasSize(8 * 1024);
        assertThat(statuses(send(channel(), longest + "\r\n" + HOST + "\r\n"))).isEqualTo("404");
    }

    @Test
    void refusesLargeBodies() {
        long limit = new ServerLimits().build().body();
        String head = "POST /a HTTP/1.1\r\n" + HOST;
        assertThat(statuses(send(channel(), head + "Content-Length: " + (limit + 1) + "\r\n\r\n")))
                .isEqualTo("413");
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        assertThat(statuses(send(channel(), head + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(65))))
                .isEqualTo("413");
        assertThat(statuses(send(channel(), head + "Transfer-Encoding: chunked\r\n\r\n400001\r\n")))
                .isEqualTo("413");
        assertThat(statuses(send(
                        channel(),
                        head + "Transfer-Encoding: chunked\r\n\r\n" + "1;" + "e".repeat(8_000) + "\r\nx\r\n")))
                .isEmpty();
    }

    @Test
    void tellsAClientThatWaitsToSendABodyThatNoneIsWanted() {
        String head = "POST /a HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n";
        assertThat(statuses(send(channel(), head + "Expect: 100-continue\r\n\r\n")))
                .isEqualTo("417");
        assertThat(statuses(send(channel(), "GET /a HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\n\r\n")))
                .isEqualTo("200");
        assertThat(statuses(send(channel(), "GET /a HTTP/1.1\r\n" + HOST + "Expect: tea\r\n\r\n")))
                .isEqualTo("417");
    }
}
