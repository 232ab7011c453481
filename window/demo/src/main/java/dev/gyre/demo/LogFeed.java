package dev.gyre.demo;

import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Follows the log and sends each window the lines that pass its own filter, one event a round.
 *
 * <p>A window's filter is replaced before the lines held are searched, and a round adds its lines before it looks at the
 * filters: so each line that passes stands in the answer, or comes as an event, or both. Both carry the line's number,
 * by which the page tells.
 */
final class LogFeed implements AutoCloseable {

    private static final Logger LOG = System.getLogger(LogFeed.class.getName());

    /** 20 events a second at most, which is as often as an eye can tell. */
    static final Duration PAUSE = Duration.ofMillis(50);

    /** How often the log is looked at once it was quiet for {@link #QUIET} rounds: waking up is what idling costs. */
    static final Duration QUIET_PAUSE = Duration.ofMillis(250);

    static final int QUIET = 20;

    /** Lines of one event: at 20 events a second ten times what a page can be asked to keep up with. */
    static final int MAX_LINES = 2000;

    /** Characters of one event or answer: with every one escaped as six bytes still well below a message's 4 MiB. */
    static final int MAX_CHARACTERS = 512 << 10;

    /** What matching may take for one window and round: a mebibyte of lines with a sound pattern, in code still cold. */
    private static final Duration ROUND_BUDGET = Duration.ofMillis(100);

    /** What one search may take: several times what 100,000 lines take with a pattern in its right mind. */
    private static final Duration SEARCH_BUDGET = Duration.ofSeconds(1);

    private final EventBus bus;
    private final LogTail tail;
    private final LineStore store;
    private final Map<String, Follower> followers = new ConcurrentHashMap<>();
    private boolean unreadable;

    /** Rounds since a line came, up to the bound. Only rounds use it. */
    private int quietRounds;

    LogFeed(EventBus bus, LogTail tail, LineStore store) {
        this.bus = bus;
        this.tail = tail;
        this.store = store;
    }

    /**
     * Sets a window's filter and searches the lines held with it.
     *
     * @param limit how many lines to answer with
     * @throws IllegalArgumentException if the filter is no filter
     * @throws LineMatcher.TooSlowException if it takes too long; the window then hears nothing until it sets another
     */
    LogSearch follow(String window, LogFilter filter, int limit) {
        LineMatcher matcher = LineMatcher.of(filter);
        Follower follower = new Follower(window, matcher);
        bus.register(follower.type);
        followers.put(window, follower);
        try {
            return search(matcher, limit);
        } catch (LineMatcher.TooSlowException e) {
            followers.remove(window, follower);
            throw e;
        }
    }

    /** The followed file. */
    Path file() {
        return tail.file();
    }

    /** Reads what is new and sends it. */
    void round() {
        List<LogLine> fresh = new ArrayList<>();
        try {
            tail.read(text -> fresh.add(store.add(text)));
            unreadable = false;
        } catch (IOException e) {
            reportOnce(e);
        }
        long lost = tail.takeLost();
        if (!fresh.isEmpty() || lost > 0) {
            quietRounds = -1;
            followers.values().forEach(follower -> send(follower, fresh, lost));
        }
        quietRounds = Math.min(QUIET, quietRounds + 1);
    }

    /** How long to wait for the next round. */
    Duration pause() {
        return quietRounds < QUIET ? PAUSE : QUIET_PAUSE;
    }

    @Override
    public void close() {
        try {
            tail.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + tail.file(), e);
        }
    }

    private LogSearch search(LineMatcher matcher, int limit) {
        long begin = System.nanoTime();
        LineStore.Snapshot held = store.snapshot();
        Passed passed = pass(matcher.run(SEARCH_BUDGET), held.lines(), limit);
        long micros = (System.nanoTime() - begin) / 1000;
        return new LogSearch(passed.newest(), passed.count(), held.lines().size(), held.last(), micros);
    }

    private void send(Follower follower, List<LogLine> fresh, long lost) {
        if (!bus.isHeard(follower.type)) {
            return;
        }
        try {
            Passed passed = pass(follower.matcher.run(ROUND_BUDGET), fresh, MAX_LINES);
            if (passed.count() > 0 || lost > 0) {
                follower.send(passed, lost);
            }
        } catch (LineMatcher.TooSlowException e) {
            followers.remove(follower.window, follower);
            bus.tryPublish(follower.type, new LogLines(List.of(), 0, lost, e.getMessage()));
        }
    }

    private static Passed pass(LineMatcher.Run run, List<LogLine> lines, int limit) {
        Deque<LogLine> newest = new ArrayDeque<>();
        int count = 0;
        int characters = 0;
        for (LogLine line : lines) {
            if (run.matches(line.text())) {
                count++;
                newest.addLast(line);
                characters += line.text().length();
                while (newest.size() > limit || characters > MAX_CHARACTERS) {
                    characters -= newest.removeFirst().text().length();
                }
            }
        }
        return new Passed(List.copyOf(newest), count);
    }

    private void reportOnce(IOException e) {
        if (!unreadable) {
            LOG.log(Level.WARNING, "cannot read " + tail.file() + ", and tries again each round", e);
        }
        unreadable = true;
    }

    /** The lines that passed: the newest, and how many in all. */
    private record Passed(List<LogLine> newest, int count) {}

    /** A window that hears the log. Only rounds call its methods. */
    private final class Follower {

        private final String window;
        private final EventType<LogLines> type;
        private final LineMatcher matcher;

        /** Lines of events that the bus had no room for. */
        private long unsent;

        Follower(String window, LineMatcher matcher) {
            this.window = window;
            this.type = LogLines.type(window);
            this.matcher = matcher;
        }

        void send(Passed passed, long lost) {
            long skipped = unsent + passed.count() - passed.newest().size();
            LogLines batch = new LogLines(passed.newest(), skipped, lost, "");
            boolean accepted = bus.tryPublish(type, batch).isAccepted();
            unsent = accepted ? 0 : skipped + passed.newest().size();
        }
    }
}
