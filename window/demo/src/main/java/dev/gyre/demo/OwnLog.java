package dev.gyre.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The demo's own log: a temporary file that takes what Gyre and the demo log, for the page to follow.
 *
 * <p>Whoever logs only leaves a line in a bounded queue, for it may be a worker or an event loop; rounds write the file.
 * When the file is full it begins anew, and is deleted at the end.
 */
final class OwnLog extends Handler {

    static final int MAX_BYTES = 32 << 20;

    /** What may come between two rounds; what is beyond is counted, and the count is written. */
    private static final int QUEUE = 4096;

    /** Always with three digits, unlike an instant's own text, so that columns stand. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private final Path file;
    private final FileChannel channel;
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong dropped = new AtomicLong();

    /** Set by close, which the system's own log manager calls too when the virtual machine exits. */
    private volatile boolean closed;

    /** Lines still to be written for a burst. Replaced by calls, counted down by rounds; guarded by this. */
    private @Nullable LogBurst burst;

    private OwnLog(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
        setLevel(Level.FINE);
    }

    /**
     * A log in a new temporary file.
     *
     * @throws IOException if there is no place for it
     */
    static OwnLog create() throws IOException {
        Path file = Files.createTempFile("gyre-demo-", ".log");
        // The end of a killed process is not ours to see; every other end deletes it.
        file.toFile().deleteOnExit();
        return new OwnLog(file);
    }

    Path file() {
        return file;
    }

    /**
     * Writes numbered lines at a steady rate, beginning with the next round. A burst under way is replaced.
     *
     * @return how many lines it will be
     * @throws IllegalArgumentException if a figure is out of range
     */
    synchronized int burst(int perSecond, int seconds) {
        LogBurst begun = LogBurst.of(perSecond, seconds);
        burst = begun;
        return begun.total();
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record) && !queue.offer(line(record))) {
            dropped.incrementAndGet();
        }
    }

    /** Writes what waits. */
    void round() {
        if (closed) {
            return;
        }
        if (queue.isEmpty() && dropped.get() == 0 && !isBursting()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (String line = queue.poll(); line != null && text.length() < 1 << 20; line = queue.poll()) {
            text.append(line).append('\n');
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            text.append(stamp(Instant.now()))
                    .append(" WARNING this log had no room for ")
                    .append(lost)
                    .append(" lines\n");
        }
        burstInto(text);
        if (text.length() > 0) {
            write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void flush() {
        // Rounds write; whoever logs never waits for a file.
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private void write(ByteBuffer bytes) {
        try {
            if (channel.size() + bytes.remaining() > MAX_BYTES) {
                channel.truncate(0);
            }
            channel.position(channel.size());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (ClosedChannelException ended) {
            closed = true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private synchronized boolean isBursting() {
        return burst != null;
    }

    private synchronized void burstInto(StringBuilder text) {
        LogBurst running = burst;
        if (running != null && !running.write(text, stamp(Instant.now()))) {
            burst = null;
        }
    }

    private String line(LogRecord record) {
        String message = formatter.formatMessage(record);
        Throwable thrown = record.getThrown();
        String cause = thrown == null ? "" : " (" + thrown + ")";
        return stamp(record.getInstant()) + " " + record.getLevel() + " " + source(record) + ": "
                + oneLine(message + cause);
    }

    private static String stamp(Instant at) {
        return TIME.format(at);
    }

    /** The last part of the logger's name. */
    private static String source(LogRecord record) {
        String name = String.valueOf(record.getLoggerName());
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** A line is a record: what a message holds of line ends and controls must not make more of it. */
    private static String oneLine(String message) {
        return message.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
