package dev.gyre.ipc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.ipc.EncodedFrame.Piece;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When what sources have is sent. The transport's thread is the test's. */
final class OutboundTest {

    private final List<String> sent = new ArrayList<>();
    private final Outbound outbound = new Outbound(IpcLimits.DEFAULT);
    private final Frames source = new Frames();
    private final Waking page = new Waking(sent);

    OutboundTest() {
        outbound.attach(page, 0);
    }

    @Test
    void aSourceThatGaveAllItHadRestsUntilTheNextDrain() {
        source.give("[6,1,1]");
        outbound.offer(source);
        outbound.drain(page);
        source.give("[6,1,2]");
        outbound.drain(page);

        assertThat(sent).containsExactly("[6,1,1]", "[6,1,2]");
        assertThat(page.wakes).isEqualTo(1);
        assertThat(page.soon).isEqualTo(2);
    }

    @Test
    void aSourceThatHasNothingAfterItsRestIsAskedNoMore() {
        source.give("[6,1,1]");
        outbound.offer(source);
        outbound.drain(page);
        outbound.drain(page);
        source.give("[6,1,2]");
        outbound.drain(page);
        assertThat(sent).containsExactly("[6,1,1]");
        assertThat(page.soon).isEqualTo(1);

        outbound.offer(source);
        outbound.drain(page);
        assertThat(sent).containsExactly("[6,1,1]", "[6,1,2]");
    }

    @Test
    void whatASourceHasBesidesGoesInTheSameMessage() {
        source.give("[6,1,1]", "[6,1,2]");
        outbound.offer(source);
        outbound.drain(page);

        assertThat(sent).containsExactly("[16,[6,1,1],[6,1,2]]");
    }

    @Test
    void framesWithBytesGoTogetherUpToTheSizeOfAMessage() {
        for (int i = 0; i < 3; i++) {
            byte[] json = ("[3," + i + ",0]").getBytes(US_ASCII);
            outbound.offerAnswer(EncodedFrame.of(json, List.of(new Piece(",2", new byte[60 << 10], false))));
        }
        outbound.drain(page);

        assertThat(page.binary.stream().map(OutboundTest::head))
                .containsExactly("[[[61440,1,2],[61440,2,2]],[16,[3,0,0],[3,1,0]]]", "[[[61440,2]],[3,2,0]]");
    }

    @Test
    void bytesAreTextWhereTextAloneIsCarried() {
        for (int i = 1; i <= 2; i++) {
            Piece piece = new Piece(",2,\"\\u00fc\"", "AQ==".getBytes(US_ASCII), true);
            outbound.offerAnswer(EncodedFrame.of(("[3," + i + ",{\"\\u00fc\":0}]").getBytes(US_ASCII), List.of(piece)));
        }
        outbound.drain(page);

        assertThat(sent)
                .containsExactly("[19,[[\"AQ==\",1,2,\"\\u00fc\"],[\"AQ==\",2,2,\"\\u00fc\"]],"
                        + "[16,[3,1,{\"\\u00fc\":0}],[3,2,{\"\\u00fc\":0}]]]");
        assertThat(page.binary).isEmpty();
    }

    private static String head(byte[] message) {
        return new String(message, Integer.BYTES, ByteBuffer.wrap(message).getInt(), US_ASCII);
    }

    @Test
    void aSourceThatRestedGoesOnOverAnotherTransport() {
        source.give("[6,1,1]");
        outbound.offer(source);
        outbound.drain(page);
        source.give("[6,1,2]");
        Waking other = new Waking(sent);
        outbound.detach(page);
        outbound.attach(other, 1);

        outbound.drain(page);
        outbound.drain(other);

        assertThat(sent).containsExactly("[6,1,1]", "[6,1,2]");
        assertThat(page.soon).isEqualTo(1);
        assertThat(other.soon).isEqualTo(1);
    }

    private static final class Waking extends Recorder {

        private int wakes;
        private int soon;

        Waking(List<String> sent) {
            super(sent);
        }

        @Override
        public void wake() {
            wakes++;
        }

        @Override
        public void wakeSoon() {
            soon++;
        }
    }

    private static final class Frames implements Outbound.Source {

        private final ArrayDeque<String> frames = new ArrayDeque<>();

        void give(String... more) {
            frames.addAll(List.of(more));
        }

        @Override
        public EncodedFrame next() {
            String frame = frames.poll();
            return frame == null ? null : EncodedFrame.text(frame.getBytes(US_ASCII));
        }

        @Override
        public boolean hasMore() {
            return !frames.isEmpty();
        }
    }
}
