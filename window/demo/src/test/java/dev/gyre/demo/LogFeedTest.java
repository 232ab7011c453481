package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.event.PublishResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFeedTest {

    private static final LogFilter ERRORS = new LogFilter("ERROR", false, true);

    @TempDir
    Path directory;

    private final EventBus bus = EventBus.create();
    private final BlockingQueue<LogLines> heard = new LinkedBlockingQueue<>();
    private Path file;
    private LogFeed feed;

    @BeforeEach
    void create() {
        file = directory.resolve("app.log");
        feed = new LogFeed(bus, new LogTail(file), new LineStore());
        bus.on(LogLines.type("main"), heard::add);
    }

    @AfterEach
    void close() {
        feed.close();
        bus.close();
    }

    @Test
    void answersWithTheNewestLinesThatPass() throws IOException {
        append("ERROR one", "INFO two", "ERROR three", "ERROR four");
        feed.round();

        LogSearch found = feed.follow("main", ERRORS, 2);

        assertThat(found.lines()).containsExactly(new LogLine(3, "ERROR three"), new LogLine(4, "ERROR four"));
        assertThat(found.matched()).isEqualTo(3);
        assertThat(found.scanned()).isEqualTo(4);
        assertThat(found.last()).isEqualTo(4);
    }

    @Test
    void sendsLinesThatPassInOneEventARound() throws Exception {
        feed.follow("main", ERRORS, 10);
        append("ERROR one", "INFO two", "ERROR three");
        feed.round();

        assertThat(Waits.next(heard).lines())
                .containsExactly(new LogLine(1, "ERROR one"), new LogLine(3, "ERROR three"));

        append("INFO four");
        feed.round();
        append("ERROR five");
        feed.round();

        assertThat(Waits.next(heard).lines()).containsExactly(new LogLine(5, "ERROR five"));
    }

    @Test
    void sendsEachWindowWhatPassesItsOwnFilter() throws Exception {
        BlockingQueue<LogLines> second = new LinkedBlockingQueue<>();
        bus.on(LogLines.type("monitor-2"), second::add);
        feed.follow("main", ERRORS, 10);
        feed.follow("monitor-2", LogFilter.ALL, 10);

        append("INFO one", "ERROR two");
        feed.round();

        assertThat(Waits.next(heard).lines()).extracting(LogLine::number).containsExactly(2L);
        assertThat(Waits.next(second).lines()).extracting(LogLine::number).containsExactly(1L, 2L);
    }

    @Test
    void sendsTheNewestAndCountsTheRestWhenManyCome() throws Exception {
        feed.follow("main", LogFilter.ALL, 1);
        append(IntStream.rangeClosed(1, LogFeed.MAX_LINES + 50)
                .mapToObj(Integer::toString)
                .toArray(String[]::new));
        feed.round();

        LogLines batch = Waits.next(heard);

        assertThat(batch.lines()).hasSize(LogFeed.MAX_LINES);
        assertThat(batch.lines().get(0).number()).isEqualTo(51);
        assertThat(batch.skipped()).isEqualTo(50);
    }

    @Test
    void boundsTheCharactersOfAnEvent() throws Exception {
        feed.follow("main", LogFilter.ALL, 1);
        int lines = LogFeed.MAX_CHARACTERS / 4000 + 20;
        append(IntStream.range(0, lines).mapToObj(i -> "x".repeat(4000)).toArray(String[]::new));
        feed.round();

        LogLines batch = Waits.next(heard);

        assertThat(batch.lines()).hasSize(LogFeed.MAX_CHARACTERS / 4000);
        assertThat(batch.lines().size() + batch.skipped()).isEqualTo(lines);
    }

    @Test
    void refusesAFilterThatIsNoneAndKeepsTheOneBefore() throws Exception {
        feed.follow("main", ERRORS, 10);

        assertThatThrownBy(() -> feed.follow("main", new LogFilter("[", true, true), 10))
                .isInstanceOf(IllegalArgumentException.class);

        append("INFO one", "ERROR two");
        feed.round();
        assertThat(Waits.next(heard).lines()).extracting(LogLine::number).containsExactly(2L);
    }

    @Test
    void tellsWhenItGivesUpAFilterThatHasBecomeTooSlow() throws Exception {
        feed.follow("main", new LogFilter("(a+)+(a+)+b", true, true), 10);

        append("a".repeat(3000));
        feed.round();

        assertThat(Waits.next(heard).problem())
                .isEqualTo("text: (a+)+(a+)+b (expected: a pattern that is done within 100 ms)");
    }

    @Test
    void losesNoLineBetweenTheAnswerAndTheEvents() throws Exception {
        Set<Long> seen = new ConcurrentSkipListSet<>();
        bus.on(LogLines.type("second"), batch -> batch.lines().forEach(line -> seen.add(line.number())));
        AtomicBoolean ended = new AtomicBoolean();
        Thread rounds = new Thread(() -> writeAndRead(ended), "rounds");
        rounds.start();

        long last = 0;
        for (int i = 0; i < 200; i++) {
            LogSearch found = feed.follow("second", i % 2 == 0 ? LogFilter.ALL : ERRORS, 5000);
            found.lines().forEach(line -> seen.add(line.number()));
            last = found.last();
        }
        ended.set(true);
        rounds.join();

        // Each second line is an error, which passes both filters: whatever was in force, it must have come.
        List<Long> errors =
                LongStream.rangeClosed(1, last / 2).map(n -> 2 * n).boxed().toList();
        Waits.until(() -> seen.containsAll(errors));
    }

    @Test
    void countsLinesThatTheBusHadNoRoomFor() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        EventType<String> hold = EventType.of("test.hold", String.class);
        bus.on(hold, any -> {
            held.countDown();
            Waits.until(() -> release.getCount() == 0);
        });
        bus.publish(hold, "hold");
        held.await();
        feed.follow("main", LogFilter.ALL, 1);
        Waits.until(() -> bus.tryPublish(hold, "fill") == PublishResult.REJECTED);

        append("one", "two");
        feed.round();
        release.countDown();
        Waits.until(() -> bus.lanes().stream().allMatch(lane -> lane.depth() == 0));
        append("three");
        feed.round();

        LogLines batch = Waits.next(heard);
        assertThat(batch.lines()).containsExactly(new LogLine(3, "three"));
        assertThat(batch.skipped()).isEqualTo(2);
    }

    private void writeAndRead(AtomicBoolean ended) {
        while (!ended.get()) {
            try {
                append("INFO line", "ERROR line");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            feed.round();
            // An event the bus has no room for is counted, not kept: here none shall be lost to that.
            Waits.until(() -> bus.lanes().stream().allMatch(lane -> lane.depth() < 100));
        }
    }

    private void append(String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
