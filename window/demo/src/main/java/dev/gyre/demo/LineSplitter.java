package dev.gyre.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts bytes into lines. What follows the last line end waits for the rest; a line longer than {@value #MAX_LINE} bytes
 * is cut there and marked. What is not UTF-8 becomes replacement characters.
 */
final class LineSplitter {

    /** Longer lines are data, not text for a person. */
    static final int MAX_LINE = 4096;

    private static final String CUT = "…";

    private final byte[] line = new byte[MAX_LINE];
    private int length;
    private boolean cut;
    private boolean skipToEnd;

    /** Takes all that remains in a buffer and gives each whole line on. */
    void split(ByteBuffer bytes, Consumer<String> lines) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                end(lines);
            } else if (length < MAX_LINE) {
                line[length++] = next;
            } else {
                cut = true;
            }
        }
    }

    /** Forgets the line under way: what comes belongs to another file, or to another place. */
    void restart(boolean inMidLine) {
        length = 0;
        cut = false;
        skipToEnd = inMidLine;
    }

    private void end(Consumer<String> lines) {
        if (!skipToEnd) {
            lines.accept(text());
        }
        restart(false);
    }

    private String text() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        String text = new String(line, 0, end, StandardCharsets.UTF_8);
        return cut ? text + CUT : text;
    }
}
