package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class CheckedBodyTest {

    private final Digits digits = new Digits();

    @Test
    void readsItsPartAndNoByteMore() throws IOException {
        CheckedBody body = new CheckedBody(digits, 5);
        ByteBuffer target = ByteBuffer.allocate(10);

        assertThat(body.read(target)).isEqualTo(3);
        assertThat(target.limit()).isEqualTo(10);
        assertThat(digits.checks).isZero();
        assertThat(body.read(target)).isEqualTo(2);

        assertThat(new String(target.array(), 0, target.position(), US_ASCII)).isEqualTo("01234");
        assertThat(digits.checks).isEqualTo(1);
        assertThat(body.read(target)).isEqualTo(-1);
        assertThat(body.length()).isEqualTo(5);
        assertThat(digits.checks).isEqualTo(1);
    }

    @Test
    void readsNoFurtherThanItsTargetHasRoom() throws IOException {
        CheckedBody body = new CheckedBody(digits, 5);

        assertThat(body.read(ByteBuffer.allocate(2))).isEqualTo(2);
        assertThat(body.read(ByteBuffer.allocate(2))).isEqualTo(2);
        assertThat(body.read(ByteBuffer.allocate(2))).isEqualTo(1);
    }

    @Test
    void failsTheReadThatWouldCompleteWhatHasChanged() throws IOException {
        CheckedBody body = new CheckedBody(digits, 3);
        digits.hasChanged = true;

        assertThat(body.read(ByteBuffer.allocate(2))).isEqualTo(2);

        assertThatThrownBy(() -> body.read(ByteBuffer.allocate(2)))
                .isInstanceOf(IOException.class)
                .hasMessage("changed");
    }

    @Test
    void failsWhenItsOriginEndsEarly() throws IOException {
        CheckedBody body = new CheckedBody(digits, 11);
        ByteBuffer target = ByteBuffer.allocate(20);
        while (target.position() < 10) {
            assertThat(body.read(target)).isPositive();
        }

        assertThatThrownBy(() -> body.read(target))
                .isInstanceOf(IOException.class)
                .hasMessage("content was cut short while it was read");
        assertThat(target.limit()).isEqualTo(20);
        assertThat(digits.checks).isZero();
    }

    @Test
    void closesWhatItWasGiven() {
        new CheckedBody(digits, 5).close();

        assertThat(digits.isClosed).isTrue();
    }

    /** The ten digits, three at most with each read. */
    private static final class Digits implements CheckedBody.Origin {
        private int position;
        private int checks;
        private boolean hasChanged;
        private boolean isClosed;

        @Override
        public int read(ByteBuffer target) {
            int count = Math.min(3, Math.min(10 - position, target.remaining()));
            for (int i = 0; i < count; i++) {
                target.put((byte) ('0' + position++));
            }
            return count == 0 ? -1 : count;
        }

        @Override
        public void requireUnchanged() throws IOException {
            checks++;
            if (hasChanged) {
                throw new IOException("changed");
            }
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
