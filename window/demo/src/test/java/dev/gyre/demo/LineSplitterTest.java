package dev.gyre.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

    private final LineSplitter splitter = new LineSplitter();
    private final List<String> lines = new ArrayList<>();

    @Test
    void givesEachLineOnWithoutItsEnd() {
        split("one\ntwo\r\n\nfour\n");

        assertThat(lines).containsExactly("one", "two", "", "four");
    }

    @Test
    void keepsAnUnfinishedLineForLater() {
        split("first half, ");
        assertThat(lines).isEmpty();

        split("second half\nnext");

        assertThat(lines).containsExactly("first half, second half");
    }

    @Test
    void joinsACharacterThatWasCutInTheMiddle() {
        byte[] bytes = "grün\n".getBytes(UTF_8);
        splitter.split(ByteBuffer.wrap(bytes, 0, 3), lines::add);
        splitter.split(ByteBuffer.wrap(bytes, 3, bytes.length - 3), lines::add);

        assertThat(lines).containsExactly("grün");
    }

    @Test
    void replacesWhatIsNotUtf8() {
        splitter.split(ByteBuffer.wrap(new byte[] {'a', (byte) 0xC0, (byte) 0xAF, 'b', '\n'}), lines::add);

        assertThat(lines).containsExactly("a\uFFFD\uFFFDb");
    }

    @Test
    void cutsAndMarksALineThatIsTooLong() {
        split("x".repeat(LineSplitter.MAX_LINE) + "\n" + "y".repeat(LineSplitter.MAX_LINE + 1) + "\nz\n");

        assertThat(lines)
                .containsExactly("x".repeat(LineSplitter.MAX_LINE), "y".repeat(LineSplitter.MAX_LINE) + "…", "z");
    }

    @Test
    void passesOverTheRestOfALineItBeganInTheMiddleOf() {
        splitter.restart(true);
        split("le of a line\nwhole\n");

        assertThat(lines).containsExactly("whole");
    }

    private void split(String text) {
        splitter.split(ByteBuffer.wrap(text.getBytes(UTF_8)), lines::add);
    }
}
