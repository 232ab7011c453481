package dev.gyre.bench.page;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.BrowserBackend;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An application with a window, a bare server, and a page in a browser that talks to both. */
public final class PageRun implements AutoCloseable {

    /** Beyond what one measurement is told to take: until its last answer has come. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Streams a page may have under way: as many as a soak asks for. */
    private static final int STREAMS = 128;

    /** Files that a page loads at once. */
    private static final int SMALL = 100;

    /** Full collections before a heap is looked at: one leaves what only the next finds. */
    private static final int COLLECTIONS = 3;

    private static final String SOAK = "const [flows, millis, done] = arguments;"
            + "import('/bench.js').then(bench => bench.soak(flows, millis))"
            + ".then(done, error => done({ failed: String(error && error.stack || error) }));";

    private static final String MEASURE = "const [name, arm, millis, done] = arguments;"
            + "import('/bench.js').then(bench => bench.measure(name, arm, millis))"
            + ".then(done, error => done({ failed: String(error && error.stack || error) }));";

    private final Path profile;
    private final Browser browser;
    private final BareServer bare;
    private final Application application;

    private PageRun(Path profile, Duration longest) {
        this.profile = profile;
        this.browser = Browser.start(profile, longest.plus(PATIENCE));
        this.bare = BareServer.start();
        this.application = Application.create(app -> app.backend(BrowserBackend.withoutLaunch())
                .assets(AssetSource.overlay(AssetSource.classpath("dev/gyre/bench/page/web"), small()))
                .server(server -> server.contentSecurityPolicy(policy -> policy.allow("connect-src", bare.url())))
                .ipc(ipc -> ipc.limits(limits -> limits.streams(STREAMS)))
                .service(new Bench(bare.url()))
                .service(new Pump())
                .window("page", window -> window.allow(calls("Bench.*"), calls("Pump.*"), hears(Pump.EVENT))));
    }

    /** A hundred files, each with its number. */
    private static AssetSource small() {
        return AssetSource.memory(IntStream.range(0, SMALL)
                .boxed()
                .collect(Collectors.toMap(
                        i -> "small/" + i + ".json", i -> i.toString().getBytes(US_ASCII))));
    }

    /**
     * Starts all three.
     *
     * @param longest how long one measurement may take, the wait for its last answer apart
     * @return the run
     * @throws IOException if there is no room for the browser's profile
     * @throws IllegalStateException if no browser is installed
     */
    public static PageRun start(Duration longest) throws IOException {
        PageRun run = new PageRun(Files.createTempDirectory("gyre-bench-page-"), longest);
        try {
            run.application.start();
            run.browser.open(run.application.window("page").orElseThrow().link());
            return run;
        } catch (RuntimeException failed) {
            run.close();
            throw failed;
        }
    }

    /**
     * Whether this machine can run one.
     *
     * @return true if a browser is installed
     */
    public static boolean isPossible() {
        return Browser.isInstalled();
    }

    /**
     * The browser, for the record.
     *
     * @return its name and version
     */
    public String browser() {
        return browser.version();
    }

    /**
     * Has the page measure.
     *
     * @param scenario the name of what is measured, as the page's script has it
     * @param arm {@code gyre} or {@code bare}
     * @param time how long to measure
     * @return what came of it
     * @throws IllegalStateException if the page found anything wrong: a wrong answer, a lost event, a closed connection
     */
    public Sample measure(String scenario, String arm, Duration time) {
        Object result = browser.evaluate(MEASURE, scenario, arm, time.toMillis());
        if (result instanceof Map<?, ?> figures
                && figures.get("rate") instanceof Number rate
                && figures.get("deliveries") instanceof Number deliveries) {
            return new Sample(rate.doubleValue(), deliveries.doubleValue());
        }
        throw new IllegalStateException(scenario + " (" + arm + "): " + result + " (expected: figures)");
    }

    /**
     * Has that many streams bring the page 1 MiB/s each, all at once, for some time.
     *
     * @param flows how many, at most {@value #STREAMS}
     * @param time how long
     * @return the bytes that came in a second
     * @throws IllegalStateException if the page found anything wrong: a piece lost, doubled or out of its place
     */
    public double soak(int flows, Duration time) {
        Object result = browser.evaluate(SOAK, flows, time.toMillis());
        if (result instanceof Map<?, ?> figures && figures.get("rate") instanceof Number rate) {
            return rate.doubleValue();
        }
        throw new IllegalStateException("soak: " + result + " (expected: figures)");
    }

    /**
     * What both processes hold once all that can be collected is.
     *
     * @return their memory
     */
    public Memory memory() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        long java = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Memory(java, browser.heap(), browser.resident());
    }

    /** Ends all three. */
    @Override
    public void close() {
        browser.close();
        application.close();
        bare.close();
        Folders.delete(profile);
    }

    /**
     * One measurement.
     *
     * @param rate what was measured, in the scenario's unit
     * @param cost messages that the page took for each 1,000 of what was measured, or what else a report has beside rates
     */
    public record Sample(double rate, double cost) {}

    /**
     * Bytes.
     *
     * @param java the heap of this process
     * @param page the JavaScript heap of the page with its array buffers
     * @param resident what the page's process holds in all, or 0 where that is not told
     */
    public record Memory(long java, long page, long resident) {}
}
