package dev.gyre.demo;

import java.util.ArrayDeque;
import java.util.List;

/** The newest lines of the log, bounded in number and in characters. Safe to use from any thread. */
final class LineStore {

    static final int MAX_LINES = 100_000;

    /** 100,000 lines of ordinary length; fewer when they are long. Up to twice as many bytes. */
    static final int MAX_CHARACTERS = 16 << 20;

    private final int maxLines;
    private final int maxCharacters;

    /** Guarded by this, as are the two figures. */
    private final ArrayDeque<LogLine> lines = new ArrayDeque<>();

    private long last;
    private long characters;

    LineStore() {
        this(MAX_LINES, MAX_CHARACTERS);
    }

    LineStore(int maxLines, int maxCharacters) {
        this.maxLines = maxLines;
        this.maxCharacters = maxCharacters;
    }

    /** Adds a line and numbers it. */
    synchronized LogLine add(String text) {
        LogLine line = new LogLine(++last, text);
        lines.addLast(line);
        characters += text.length();
        while (lines.size() > maxLines || characters > maxCharacters) {
            characters -= lines.removeFirst().text().length();
        }
        return line;
    }

    /** What is held now, and the number of the last line ever added. */
    synchronized Snapshot snapshot() {
        return new Snapshot(List.of(lines.toArray(LogLine[]::new)), last);
    }

    /**
     * What was held at one moment.
     *
     * @param lines oldest first
     * @param last the number of the newest line, 0 before the first
     */
    record Snapshot(List<LogLine> lines, long last) {}
}
