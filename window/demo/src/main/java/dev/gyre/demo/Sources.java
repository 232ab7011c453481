package dev.gyre.demo;

import dev.gyre.event.EventBus;
import dev.gyre.event.Registration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** All that the monitor samples, and the thread that does it. */
final class Sources implements AutoCloseable {

    private final EventBus bus;
    private final Ticker ticker = new Ticker("gyre-monitor");
    private final SystemSampler system;
    private final GcListener collections;
    private final DirectoryWatch watch;
    private final LogFeed log;
    private final Runnable beforeLog;
    private final BusSampler busSampler;

    /**
     * The sources, at rest.
     *
     * @param beforeLog writes to the log what shall be read in the same round
     * @param pages tells the figures of the pages that are shown
     * @throws IOException if directories cannot be watched here
     */
    Sources(EventBus bus, Path watched, Path log, Runnable beforeLog, Supplier<List<BusSample.PageFigures>> pages)
            throws IOException {
        this.bus = bus;
        this.beforeLog = beforeLog;
        this.system = new SystemSampler(bus, ticker);
        this.collections = new GcListener(bus);
        this.watch = new DirectoryWatch(bus, watched);
        this.log = new LogFeed(bus, new LogTail(log), new LineStore());
        this.busSampler = new BusSampler(bus, pages);
    }

    void start() {
        bus.measureLatency(true);
        collections.start();
        system.rate(SystemSampler.DEFAULT_RATE);
        ticker.every(DirectoryWatch.PAUSE, "the watch of " + watch.root(), watch::round);
        ticker.every(log::pause, "the log feed", this::logRound);
        ticker.every(BusSampler.PAUSE, "the bus sampler", busSampler::round);
    }

    private void logRound() {
        beforeLog.run();
        log.round();
    }

    /** Does something more on the same thread. */
    Registration every(Duration pause, String name, Runnable round) {
        return ticker.every(pause, name, round);
    }

    SystemSampler system() {
        return system;
    }

    DirectoryWatch watch() {
        return watch;
    }

    LogFeed log() {
        return log;
    }

    /** Ends the thread first, so that no round meets what is closed. */
    @Override
    public void close() {
        ticker.close();
        collections.close();
        watch.close();
        log.close();
    }
}
