package dev.gyre.window.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is written to a log while it is open. */
public final class Log extends Handler implements AutoCloseable {

    private final Logger logger;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

    private Log(String name) {
        this.logger = Logger.getLogger(name);
    }

    /**
     * Opens one.
     *
     * @param name the logger's name
     * @return the log
     */
    public static Log of(String name) {
        Log log = new Log(name);
        log.logger.addHandler(log);
        return log;
    }

    /**
     * A line.
     *
     * @param text what was written
     * @param thread by whom
     */
    public record Line(String text, Thread thread) {}

    /**
     * The next line, within a bound.
     *
     * @return the line
     */
    public Line next() throws InterruptedException {
        return next(text -> true);
    }

    /**
     * The next line that is meant, within a bound.
     *
     * @param isMeant whether the text of a line is
     * @return the line
     */
    public Line next(Predicate<String> isMeant) throws InterruptedException {
        Line line;
        do {
            line = lines.poll(30, TimeUnit.SECONDS);
            assertThat(line).as("a line of the log").isNotNull();
        } while (!isMeant.test(line.text()));
        return line;
    }

    /**
     * How many lines are there that nobody has taken.
     *
     * @return the count
     */
    public int waiting() {
        return lines.size();
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(new Line(MessageFormat.format(record.getMessage(), record.getParameters()), Thread.currentThread()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
