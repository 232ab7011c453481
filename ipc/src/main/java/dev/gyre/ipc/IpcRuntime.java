package dev.gyre.ipc;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.gyre.event.EventBus;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** What all windows and sessions of one runtime share. */
final class IpcRuntime {

    private final EventBus bus;
    private final IpcLimits limits;
    private final boolean devMode;
    private final Timekeeper time;
    private final QuietLog log;
    private final ObjectMapper mapper;
    private final FrameEncoder encoder;
    private final BindingTable bindings;
    private final CallThreads threads;
    private final EventHub hub;
    private final AtomicLong sessionIds = new AtomicLong();
    private final ConcurrentMap<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

    IpcRuntime(EventBus bus, IpcOptions options) {
        this.bus = bus;
        this.limits = options.limits();
        this.devMode = options.isDevMode();
        this.time = options.time();
        this.log = new QuietLog(time);
        this.mapper = Json.mapper(limits, options.json());
        this.encoder = new FrameEncoder(mapper, limits.messageBytes());
        this.bindings = new BindingTable(mapper, options.services());
        this.threads = new CallThreads(limits.callsAtOnce());
        this.hub = new EventHub(bus, encoder, log);
    }

    EventBus bus() {
        return bus;
    }

    IpcLimits limits() {
        return limits;
    }

    boolean devMode() {
        return devMode;
    }

    Timekeeper time() {
        return time;
    }

    QuietLog log() {
        return log;
    }

    ObjectMapper mapper() {
        return mapper;
    }

    FrameEncoder encoder() {
        return encoder;
    }

    BindingTable bindings() {
        return bindings;
    }

    CallThreads threads() {
        return threads;
    }

    EventHub hub() {
        return hub;
    }

    /** The reader for a payload's class. */
    ObjectReader reader(Class<?> payload) {
        return readers.computeIfAbsent(payload, mapper::readerFor);
    }

    long nextSessionId() {
        return sessionIds.incrementAndGet();
    }

    void close() {
        hub.close();
        threads.close();
        time.close();
    }
}
