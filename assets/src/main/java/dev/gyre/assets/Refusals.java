package dev.gyre.assets;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** The account of what a server refused: every case counted, some of them logged. Thread-safe, lock-free. */
final class Refusals {

    private static final System.Logger LOG = System.getLogger(AssetServer.class.getName());

    /** Complete when constructed, and only read afterwards. */
    private final Map<Refusal, AtomicLong> counts = new EnumMap<>(Refusal.class);

    private final RateLimit lines = new RateLimit();

    Refusals() {
        for (Refusal refusal : Refusal.values()) {
            counts.put(refusal, new AtomicLong());
        }
    }

    /** Counts it, and logs it unless the log is busy with others. No word of the request reaches the log. */
    void record(Refusal refusal) {
        long count = counter(refusal).incrementAndGet();
        // Browsers keep idle connections; closing them is no news.
        System.Logger.Level level = refusal == Refusal.IDLE ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
        if (LOG.isLoggable(level) && lines.permits()) {
            LOG.log(level, "refused: {0} ({1} so far)", refusal, Long.toString(count));
        }
    }

    long count(Refusal refusal) {
        return counter(refusal).get();
    }

    private AtomicLong counter(Refusal refusal) {
        return Objects.requireNonNull(counts.get(refusal));
    }
}
