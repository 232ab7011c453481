package dev.gyre.bench.page;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium of this machine, with a profile of its own. */
final class Browser implements AutoCloseable {

    private static final long KIB = 1024;

    /** Else a thread of Chromium's adds it as it starts, and one that reads the environment then may end the process. */
    private static final Map<String, String> UNCHANGING = Map.of("FC_FONTATIONS", "1");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Whether this machine has one. */
    static boolean isInstalled() {
        return chromium().isPresent() && driver().isPresent();
    }

    /**
     * Starts one.
     *
     * @throws IllegalStateException if none is installed
     */
    static Browser start(Path profile, Duration scriptDeadline) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(orMissing(chromium(), "chromium").toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(orMissing(driver(), "chromedriver").toFile())
                .usingAnyFreePort()
                .withEnvironment(UNCHANGING)
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(scriptDeadline);
        return new Browser(driver);
    }

    private static Path orMissing(Optional<Path> found, String what) {
        return found.orElseThrow(
                () -> new IllegalStateException(what + ": not on the PATH (expected: an installed Chromium)"));
    }

    private static Optional<Path> chromium() {
        return installed("chromium", "google-chrome", "chromium-browser");
    }

    private static Optional<Path> driver() {
        return installed("chromedriver");
    }

    private static Optional<Path> installed(String... names) {
        String[] folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1);
        return Arrays.stream(names)
                .flatMap(name -> Arrays.stream(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Its name and version, for the record. */
    String version() {
        return driver.getCapabilities().getBrowserName() + " "
                + driver.getCapabilities().getBrowserVersion();
    }

    void open(String url) {
        driver.get(url);
    }

    /** Runs a script whose last argument is the function that takes its result. */
    @Nullable
    Object evaluate(String script, Object... arguments) {
        return driver.executeAsyncScript(script, arguments);
    }

    /** Bytes of the page's JavaScript heap, array buffers included, once all that can be collected is. */
    long heap() {
        driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
        Map<String, Object> usage = driver.executeCdpCommand("Runtime.getHeapUsage", Map.of());
        return number(usage, "usedSize") + number(usage, "backingStorageSize");
    }

    private static long number(Map<String, Object> from, String name) {
        return from.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** Bytes that the processes of its pages hold, or 0 on a system that does not tell. */
    long resident() {
        return ProcessHandle.current()
                .descendants()
                .mapToLong(Browser::resident)
                .sum();
    }

    private static long resident(ProcessHandle process) {
        Path of = Path.of("/proc", String.valueOf(process.pid()));
        try {
            if (!Files.readString(of.resolve("cmdline")).contains("--type=renderer")) {
                return 0;
            }
            try (Stream<String> lines = Files.lines(of.resolve("status"))) {
                return lines.filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
            }
        } catch (IOException gone) {
            return 0;
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
