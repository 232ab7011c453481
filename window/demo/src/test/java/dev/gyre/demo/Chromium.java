package dev.gyre.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium with a profile of its own, and what the page tests ask of it. */
final class Chromium implements AutoCloseable {

    /** Else a thread of Chromium's adds it as it starts, and one that reads the environment then may end the process. */
    private static final Map<String, String> UNCHANGING = Map.of("FC_FONTATIONS", "1");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriver driver;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts one; where none is installed the test did not run, and that is said loudly or is a failure. */
    static Chromium start(Path profile) {
        Optional<Path> browser = installed("chromium", "google-chrome", "chromium-browser");
        Optional<Path> chromedriver = installed("chromedriver");
        if (browser.isEmpty() || chromedriver.isEmpty()) {
            Missing.tell("gyre.browser", "PAGE TESTS DID NOT RUN: no Chromium with its chromedriver on the PATH");
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.orElseThrow().toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,800",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow().toFile())
                .usingAnyFreePort()
                .withEnvironment(UNCHANGING)
                .build();
        return new Chromium(new ChromeDriver(service, options));
    }

    private static Optional<Path> installed(String... names) {
        String[] folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1);
        return Arrays.stream(names)
                .flatMap(name -> Arrays.stream(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Has a script run in every document before its own. */
    void beforeEachPage(String script) {
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    void open(String url) {
        driver.get(url);
    }

    /** Opens a URL in a tab of its own and turns to it. */
    String openInTab(String url) {
        driver.switchTo().newWindow(WindowType.TAB);
        driver.get(url);
        return driver.getWindowHandle();
    }

    String tab() {
        return driver.getWindowHandle();
    }

    void turnTo(String tab) {
        driver.switchTo().window(tab);
    }

    /** All but the one that was there first. */
    void closeTabs() {
        List<String> tabs = List.copyOf(driver.getWindowHandles());
        for (String tab : tabs.subList(1, tabs.size())) {
            driver.switchTo().window(tab).close();
        }
        turnTo(tabs.get(0));
    }

    void reload() {
        driver.navigate().refresh();
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    void click(String selector) {
        find(selector).click();
    }

    void type(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text);
    }

    String text(String selector) {
        return String.valueOf(evaluate("return document.querySelector(arguments[0])?.innerText ?? ''", selector));
    }

    Object evaluate(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Runs a script whose last argument is the function that takes its result. */
    Object evaluateAsync(String script) {
        return driver.executeAsyncScript(script);
    }

    /** Waits within a bound until the text of an element is as wanted, and gives it. */
    String awaitText(String selector, Predicate<String> wanted) {
        return new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> selector + " shows: " + text(selector) + "\n" + consoleErrors())
                .until(any -> {
                    String text = text(selector);
                    return wanted.test(text) ? text : null;
                });
    }

    /** Waits within a bound until a script gives a value. */
    void awaitValue(String script, Object wanted) {
        new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> script + " gives: " + evaluate(script))
                .until(any -> wanted.equals(evaluate(script)));
    }

    /** Waits within a bound until a script gives another value than it gives now. */
    void awaitChange(String script) {
        Object before = evaluate(script);
        new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> "unchanged: " + script)
                .until(any -> !String.valueOf(evaluate(script)).equals(String.valueOf(before)));
    }

    /** What the page complained of since this was asked last: script errors, refused loads, broken policy. */
    String consoleErrors() {
        StringBuilder errors = new StringBuilder();
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                errors.append(entry.getMessage()).append('\n');
            }
        }
        return errors.toString();
    }

    /** Keeps what is seen now beside the other results of the build. */
    void screenshot(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        byte[] png = ((TakesScreenshot) driver).getScreenshotAs(OutputType.BYTES);
        assertThat(png).hasSizeGreaterThan(10_000);
        Files.write(folder.resolve(name + ".png"), png);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
