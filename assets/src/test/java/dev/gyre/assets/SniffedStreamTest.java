package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SniffedStreamTest {

    private final List<String> passed = new ArrayList<>();
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private final SniffedStream stream = new SniffedStream(Scripts.NEVER, new SniffedStream.Outlet() {
        @Override
        public void begin(String mediaType) {
            passed.add("[" + mediaType + "]");
        }

        @Override
        public void pass(ByteBuffer part) {
            buffers.add(part);
            passed.add(ISO_8859_1.decode(part).toString());
        }
    });

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    @Test
    void passesALargeBufferOnUncopied() {
        ByteBuffer large = buffer("GIF89a" + "x".repeat(1000));

        stream.begin(null);
        stream.write(large);

        assertThat(passed).first().isEqualTo("[image/gif]");
        assertThat(buffers).containsExactly(large);
        assertThat(large.hasRemaining()).isFalse();
    }

    @Test
    void holdsSmallBuffersBackUntilTheyDecide() {
        stream.begin(null);
        stream.write(buffer("a".repeat(500)));
        assertThat(passed).isEmpty();
        ByteBuffer second = buffer("b".repeat(12) + "\0".repeat(30));
        stream.write(second);

        assertThat(passed)
                .containsExactly("[text/plain; charset=utf-8]", "a".repeat(500) + "b".repeat(12), "\0".repeat(30));
        assertThat(buffers.get(1)).isSameAs(second);
    }

    @Test
    void decidesByWhatIsThereWhenTheSenderFlushes() {
        stream.begin(null);
        stream.flush();
        assertThat(passed).isEmpty();
        stream.write(buffer("data: 1\n\n"));
        stream.flush();
        stream.flush();
        stream.write(buffer("\0"));
        stream.end();

        assertThat(passed).containsExactly("[text/plain; charset=utf-8]", "data: 1\n\n", "\0");
        assertThat(stream.sniffed()).isEqualTo(1);
    }

    @Test
    void decidesByTheWholeIfItIsSmall() {
        stream.begin(null);
        stream.write(buffer("\u0089PNG"));
        stream.write(buffer("\r\n\u001a\n"));
        stream.end();

        assertThat(passed).containsExactly("[image/png]", "\u0089PNG\r\n\u001a\n");
    }

    @Test
    void callsNothingText() {
        stream.begin(null);
        stream.end();

        assertThat(passed).containsExactly("[text/plain; charset=utf-8]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain | text/plain",
                "Text/Plain; Charset=\"utf-8\" | text/plain;charset=utf-8",
                "application/octet-stream | application/octet-stream",
                "text/html | text/html",
                "image/png | image/png",
            })
    void neverOverrulesWhatIsDeclared(String declared, String type) {
        stream.begin(declared);
        stream.write(buffer("<html>"));

        assertThat(passed).containsExactly("[" + type + "]", "<html>");
        assertThat(stream.sniffed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "html", "text/", "text/html\r\nX: y", "text/h tml", "*"})
    void neverMakesAPageOfWhatIsNotDeclared(String declared) {
        stream.begin(declared);
        stream.write(buffer("<html><script>alert(1)</script>"));
        stream.end();

        assertThat(passed).first().isEqualTo("[text/plain; charset=utf-8]");
    }

    @Test
    void forgetsTheResponseBefore() {
        stream.begin(null);
        stream.write(buffer("\0"));
        stream.begin(null);
        stream.write(buffer("text"));
        stream.end();
        stream.begin(null);
        stream.write(buffer("\0"));
        stream.end();

        assertThat(passed).containsExactly("[text/plain; charset=utf-8]", "text", "[application/octet-stream]", "\0");
    }

    @Test
    void deliversTheSameBytesHoweverTheyAreCut() {
        String content = "%!PS-Adobe-" + "0123456789".repeat(120);
        for (int size : new int[] {1, 2, 7, 100, 255, 256, 511, 512, 513, 1211}) {
            passed.clear();
            stream.begin(null);
            for (int at = 0; at < content.length(); at += size) {
                stream.write(buffer(content.substring(at, Math.min(content.length(), at + size))));
            }
            stream.end();

            assertThat(passed.get(0)).isEqualTo("[application/postscript]");
            assertThat(String.join("", passed.subList(1, passed.size()))).isEqualTo(content);
        }
    }
}
