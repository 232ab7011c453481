package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Gyre Monitor in a real browser: the whole runtime, from the samplers to the pixels. */
class MonitorPageTest {

    private static final String PIXELS = "return document.querySelector('#cpu canvas').toDataURL()";

    /** Remembers the page's sockets, so that a test can break them. */
    private static final String REMEMBER_SOCKETS = """
            const Native = window.WebSocket;
            window.testSockets = [];
            window.WebSocket = class extends Native {
              constructor(...args) { super(...args); window.testSockets.push(this); }
            };
            """;

    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path profile;

    private static Chromium browser;

    @TempDir
    private Path folder;

    private DemoProcess demo;
    private String link;
    private Path log;

    @BeforeAll
    static void startBrowser() {
        browser = Chromium.start(profile);
        browser.beforeEachPage(REMEMBER_SOCKETS);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void startDemo() throws IOException, InterruptedException {
        log = Files.writeString(folder.resolve("app.log"), "INFO first line\nWARN second line\nINFO third line\n");
        Path watched = Files.createDirectory(folder.resolve("watched"));
        demo = DemoProcess.start("--no-open", "--tail", log.toString(), "--watch", watched.toString());
        link = demo.link();
        browser.open(link);
        awaitLive();
        browser.consoleErrors(); // those of pages whose monitor has ended
    }

    @AfterEach
    void stopDemo() {
        browser.closeTabs();
        demo.close();
    }

    private static void awaitLive() {
        browser.awaitText("#connection", "Live"::equals);
        browser.awaitText("#machine", text -> text.startsWith("Java "));
    }

    /** The entry of the collection that a button forced; one that came before it stands only in an older page. */
    private static Object awaitForcedCollection() {
        browser.awaitText("#collections", text -> text.contains("System.gc()"));
        return browser.evaluate("return [...document.querySelectorAll('#collections li')]"
                + ".map(entry => entry.innerText).find(text => text.includes('System.gc()'))");
    }

    @Test
    void chartsMoveAndNothingBreaksThePolicy() throws IOException {
        browser.awaitChange(PIXELS);
        browser.awaitChange(PIXELS);
        browser.awaitText("#lanes", text -> text.contains("application events"));

        browser.screenshot("monitor");
        assertThat(browser.consoleErrors()).isEmpty();
        assertThat(browser.evaluate("return location.hash"))
                .as("the code is gone from the address")
                .isEqualTo("");
    }

    /** As when the first sample came before the page knew of its frame, and the load then stayed the same. */
    @Test
    void tellsTheFrameATitleThatThePageHadBefore() {
        browser.evaluate("""
                window.sent = [];
                for (const socket of window.testSockets) {
                  const send = socket.send.bind(socket);
                  socket.send = (message) => (window.sent.push(String(message)), send(message));
                }
                Object.defineProperty(document, "title", { get: () => "early", set: () => {} });
                import("/title.js").then(({ Title }) => {
                  const title = new Title();
                  title.show("early");
                  title.of({ backend: "javafx" });
                  title.show("early");
                });
                """);

        browser.awaitValue("return window.sent.some((message) => message.includes('\"early\"'))", true);
    }

    @Test
    void aCallReturnsAndABadArgumentShowsItsTypedError() {
        browser.click("#gc");
        browser.awaitText("#result", text -> text.startsWith("Freed "));

        browser.type("#rate", "99");
        browser.click("#rate-form button");
        String error = browser.awaitText("#error", text -> !text.isEmpty());
        assertThat(error).contains("99").contains("0..50");
        assertThat(error).doesNotContain("Exception").doesNotContain("dev.gyre");

        browser.type("#rate", "20");
        browser.click("#rate-form button");
        browser.awaitText("#result", "Sampling 20 times a second."::equals);
    }

    @Test
    void javaFiltersTheLogAndChangedFilesAreListed() throws IOException {
        browser.awaitText("#log", text -> text.contains("third line"));
        browser.type("#filter", "WARN");
        browser.awaitText("#filter-status", text -> text.contains("1 of 3 lines matched"));
        browser.awaitText("#log", text -> text.contains("second line") && !text.contains("third line"));

        Files.writeString(log, "INFO fourth\nWARN fifth\n", StandardOpenOption.APPEND);
        browser.awaitText("#log", text -> text.contains("WARN fifth"));
        assertThat(browser.text("#log")).doesNotContain("fourth");

        browser.click("#filter-regex");
        browser.type("#filter", "(");
        browser.awaitText("#filter-error", text -> text.startsWith("bad_argument"));

        Files.writeString(folder.resolve("watched/new-file.txt"), "new");
        browser.awaitText("#files", text -> text.contains("new-file.txt"));
    }

    @Test
    void thePageReloadsAndGoesOnAndAUsedCodeIsRefused() {
        browser.reload();
        awaitLive();
        browser.awaitChange(PIXELS);

        String first = browser.tab();
        browser.openInTab(link);
        browser.awaitText("#connection", "Ended"::equals);
        browser.awaitText("#error", text -> text.contains("used already"));
        browser.turnTo(first);
        browser.awaitChange(PIXELS);
        assertThat(browser.text("#connection")).isEqualTo("Live");
    }

    @Test
    void aSecondPageShowsTheSameEvents() {
        String first = browser.tab();
        String second = browser.openInTab(offered("#open", ""));
        awaitLive();

        browser.turnTo(first);
        browser.click("#gc");
        Object collection = awaitForcedCollection();
        browser.turnTo(second);
        assertThat(awaitForcedCollection()).isEqualTo(collection);
        browser.awaitText("#pages", text -> text.contains("main"));
    }

    @Test
    void theLogHasAPageOfItsOwnAndMovesToANewerOne() throws IOException {
        String monitor = browser.tab();
        openLog();
        Files.writeString(log, "INFO fourth line\n", StandardOpenOption.APPEND);
        browser.awaitText("#log", text -> text.contains("fourth line"));
        browser.awaitValue("return document.title", "Log, 4 lines");
        assertThat(browser.evaluate("return document.querySelector('#top').hidden"))
                .as("a tab cannot be kept on top")
                .isEqualTo(true);
        assertThat(browser.consoleErrors()).isEmpty();

        String older = browser.tab();
        browser.turnTo(monitor);
        openLog();
        browser.turnTo(older);
        browser.awaitText("#error", text -> text.contains("shows this window anew"));
    }

    private static void openLog() {
        browser.openInTab(offered("#open-log", "log"));
        browser.awaitText("#connection", "Live"::equals);
        browser.awaitText("#log", text -> text.contains("third line"));
    }

    /** Has the page offer a window, and gives its link: not that of an offer before. */
    private static String offered(String button, String window) {
        browser.evaluate("document.querySelector('#result').replaceChildren()");
        browser.click(button);
        browser.awaitText("#result", text -> text.contains(window + " is ready"));
        return String.valueOf(browser.evaluate("return document.querySelector('#result a').href"));
    }

    @Test
    void aBrokenSocketResumesTheSameSession() {
        String generation = "import('/gyre/gyre.js').then(gyre => arguments[arguments.length - 1]("
                + "gyre.connection.window + ' ' + gyre.connection.generation))";
        Object before = browser.evaluateAsync(generation);

        browser.evaluate("""
                const shown = document.querySelector('#connection');
                window.testShown = [];
                new MutationObserver(() => window.testShown.push(shown.innerText)).observe(shown, {childList: true});
                window.testSockets.at(-1).close();
                """);
        browser.awaitValue("return window.testShown.length > 1 && window.testShown.at(-1)", "Live");
        browser.awaitChange(PIXELS);
        browser.click("#gc");
        browser.awaitText("#result", text -> text.startsWith("Freed "));

        assertThat(browser.evaluateAsync(generation)).isEqualTo(before);
        assertThat(browser.evaluate("return window.testSockets.length")).isEqualTo(2L);
    }

    @Test
    void anIdlePageCostsNothing() throws IOException {
        browser.type("#rate", "0");
        browser.click("#rate-form button");
        browser.awaitText("#result", "Sampling is off."::equals);

        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos()); // until what the page began with is over
        Duration before = demo.cpuOfGyreThreads();
        LockSupport.parkNanos(Duration.ofSeconds(10).toNanos()); // the span that is measured
        Duration used = demo.cpuOfGyreThreads().minus(before);

        assertThat(used).as("CPU time of Gyre's threads in 10 s").isLessThan(Duration.ofMillis(50));
    }

    @Test
    void itEndsOnAnInterruptAndHasSaidNothingElse() throws IOException, InterruptedException {
        int exit = demo.interrupt();

        assertThat(exit).isIn(0, 130);
        assertThat(demo.errors()).isEqualTo(List.of());
        browser.awaitText("#connection", text -> !text.equals("Live"));
    }
}
