package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.ipc.CallException;
import dev.gyre.ipc.PageClient;
import dev.gyre.window.Application;
import dev.gyre.window.InMemoryPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTest {

    @TempDir
    Path directory;

    private Path log;
    private Application application;
    private PageClient page;

    @BeforeEach
    void start() throws IOException {
        log = Files.createFile(directory.resolve("app.log"));
        CommandLine line = new CommandLine(BackendChoice.BROWSER, 0, false, log, directory, null, false);
        application = Main.application(line, null).start();
        page = InMemoryPage.open(application, "main");
    }

    @AfterEach
    void close() {
        page.close();
        application.close();
    }

    @Test
    void tellsWhatItMonitors() {
        Info info = page.call(Info.class, "Monitor.info");

        assertThat(info.window()).isEqualTo("main");
        assertThat(info.backend()).isEqualTo("browser");
        assertThat(info.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(info.log()).isEqualTo(log.toString());
        assertThat(info.ownLog()).isFalse();
        assertThat(info.watched()).isEqualTo(directory.toString());
        assertThat(info.rate()).isEqualTo(SystemSampler.DEFAULT_RATE);
    }

    @Test
    void collectsGarbage() {
        GcResult result = page.call(GcResult.class, "Monitor.forceGc");

        assertThat(result.used()).isPositive();
        assertThat(result.freed()).isNotNegative();
    }

    @Test
    void changesTheRateForAllAndRefusesOneOutOfRange() {
        assertThat(page.call("Monitor.setRate", 20)).isEqualTo(20);
        assertThat(page.call(Info.class, "Monitor.info").rate()).isEqualTo(20);

        assertRefused("bad_argument", "perSecond: 51 (expected: 0..50)", "Monitor.setRate", 51);
        assertThat(page.call(Info.class, "Monitor.info").rate()).isEqualTo(20);
    }

    @Test
    void publishesItsSourcesToThePage() throws Exception {
        BlockingQueue<String> names = new LinkedBlockingQueue<>();
        page.on("monitor.*", event -> names.add(event.name()));

        awaitName(names, "monitor.system");
        awaitName(names, "monitor.bus");
        Files.createFile(directory.resolve("new.txt"));
        awaitName(names, "monitor.files");
        page.call("Monitor.forceGc");
        awaitName(names, "monitor.gc");
    }

    @Test
    void filtersTheLogForTheWindowThatAsks() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        page.on("monitor.log.main", event -> heard.add(String.valueOf(event.payload())));
        page.call("Monitor.filterLog", new LogFilter("ERR", false, true), 100);

        Files.writeString(log, "INFO one\nERR two\n", StandardOpenOption.APPEND);

        assertThat(Waits.next(heard)).contains("ERR two").doesNotContain("INFO one");
        LogSearch found = page.call(LogSearch.class, "Monitor.filterLog", new LogFilter("^info", true, false), 100);
        assertThat(found.lines()).containsExactly(new LogLine(1, "INFO one"));
        assertThat(found.scanned()).isEqualTo(2);
    }

    @Test
    void refusesFiltersThatCannotBeApplied() throws IOException {
        Files.writeString(log, "a".repeat(4000) + "\n", StandardOpenOption.APPEND);
        Waits.until(() -> page.call(LogSearch.class, "Monitor.filterLog", LogFilter.ALL, 1)
                        .scanned()
                == 1);

        assertRefused(
                "bad_argument",
                "text: ( (expected: a regular expression; unclosed group at 1)",
                "Monitor.filterLog",
                new LogFilter("(", true, true),
                10);
        assertRefused("bad_argument", "limit: 0 (expected: 1..5000)", "Monitor.filterLog", LogFilter.ALL, 0);
        assertRefused(
                "too_slow",
                "text: (a+)+(a+)+b (expected: a pattern that is done within 1000 ms)",
                "Monitor.filterLog",
                new LogFilter("(a+)+(a+)+b", true, true),
                10);
    }

    @Test
    void refusesArgumentsOfAnotherShape() {
        assertThatThrownBy(() -> page.call("Monitor.filterLog", Map.of("text", 7), 10))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.kind()).isEqualTo(CallException.BAD_ARGUMENT));
        assertThatThrownBy(() -> page.call("Monitor.setRate", "fast"))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.kind()).isEqualTo(CallException.BAD_ARGUMENT));
    }

    @Test
    void writesToNoLogButItsOwn() {
        assertRefused("not_here", "log: " + log + " (expected: the demo's own log)", "Monitor.writeLog", 10, 1);
    }

    @Test
    void opensMoreWindowsOnTheSameDataUpToABound() throws Exception {
        OpenedWindow opened = page.call(OpenedWindow.class, "Monitor.openWindow");
        assertThat(opened.name()).isEqualTo("monitor-2");
        assertThat(opened.link()).startsWith(application.origin() + "/#gyre=");
        assertThat(opened.opened()).isFalse();

        try (PageClient second = InMemoryPage.open(application, "monitor-2")) {
            BlockingQueue<String> names = new LinkedBlockingQueue<>();
            second.on("monitor.*", event -> names.add(event.name()));
            awaitName(names, "monitor.system");
            assertThatThrownBy(() -> second.on("monitor.log.main", event -> {})).isInstanceOf(CallException.class);
        }
    }

    @Test
    void reusesAWindowThatNobodyLooksAt() {
        for (int i = 0; i < 2 * MonitorWindows.MAX_WINDOWS; i++) {
            page.call("Monitor.openWindow");
        }

        assertThat(application.windows()).hasSizeLessThanOrEqualTo(MonitorWindows.MAX_WINDOWS);
    }

    @Test
    void opensTheLogInAWindowThatGetsAtNothingElse() throws IOException {
        OpenedWindow opened = page.call(OpenedWindow.class, "Monitor.openLog");
        assertThat(opened.link()).startsWith(application.origin() + "/log.html#gyre=");

        try (PageClient second = InMemoryPage.open(application, "log")) {
            Files.writeString(log, "a line\n", StandardOpenOption.APPEND);
            Waits.until(() -> second.call(LogSearch.class, "Monitor.filterLog", LogFilter.ALL, 1)
                            .scanned()
                    == 1);
            second.on("monitor.log.log", event -> {});
            for (String refused : new String[] {"Monitor.forceGc", "Monitor.openLog", "gyre.window.close"}) {
                assertThatThrownBy(() -> second.call(refused))
                        .as(refused)
                        .isInstanceOfSatisfying(
                                CallException.class, e -> assertThat(e.kind()).isEqualTo(CallException.NOT_AVAILABLE));
            }
            for (String unheard : new String[] {"monitor.system", "monitor.log.main"}) {
                assertThatThrownBy(() -> second.on(unheard, event -> {}))
                        .as(unheard)
                        .isInstanceOf(CallException.class);
            }

            page.call("Monitor.openLog");
            assertThat(application.windows()).hasSize(2);
        }
    }

    @Test
    void endsItsThreadWithTheApplication() {
        application.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("gyre-monitor"));
    }

    private void assertRefused(String kind, String message, String name, Object... arguments) {
        assertThatThrownBy(() -> page.call(name, arguments)).isInstanceOfSatisfying(CallException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.getMessage()).isEqualTo(message);
        });
    }

    private static void awaitName(BlockingQueue<String> names, String name) throws InterruptedException {
        for (String next = Waits.next(names); !next.equals(name); next = Waits.next(names)) {
            // Others come too.
        }
    }
}
