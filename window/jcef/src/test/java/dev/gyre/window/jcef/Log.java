package dev.gyre.window.jcef;

import java.text.MessageFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged under a name, as long as it is open. */
final class Log extends Handler implements AutoCloseable {

    private final Logger logger;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Log(String name) {
        this.logger = Logger.getLogger(name);
    }

    static Log of(String name) {
        Log log = new Log(name);
        log.logger.addHandler(log);
        return log;
    }

    String next() throws InterruptedException {
        return lines.poll(30, TimeUnit.SECONDS);
    }

    /** Whether a line with this text comes. */
    boolean nextWith(String text) throws InterruptedException {
        String line = next();
        while (line != null && !line.contains(text)) {
            line = next();
        }
        return line != null;
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(MessageFormat.format(record.getMessage(), record.getParameters()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
