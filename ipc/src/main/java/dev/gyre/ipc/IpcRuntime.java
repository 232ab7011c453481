package dev.gyre.ipc;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gyre.event.EventBus;
import dev.gyre.event.EventPattern;
import dev.gyre.ipc.spi.MessageForm;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** What all windows and sessions of one runtime share. */
final class IpcRuntime {

    private final EventBus bus;
    private final IpcLimits limits;
    private final List<EventPattern> javaOnly;
    private final boolean devMode;
    private final Timekeeper time;
    private final QuietLog log;
    private final ObjectMapper mapper;
    private final Map<MessageForm, FrameEncoder> encoders = new EnumMap<>(MessageForm.class);
    private final BindingTable bindings;
    private final CallThreads threads;
    private final EventHub hub;
    private final AtomicLong sessionIds = new AtomicLong();
    private final ConcurrentMap<Class<?>, ValueReader> readers = new ConcurrentHashMap<>();

    IpcRuntime(EventBus bus, IpcOptions options) {
        this.bus = bus;
        this.limits = options.limits();
        this.javaOnly = options.javaOnly();
        this.devMode = options.isDevMode();
        this.time = options.time();
        this.log = new QuietLog(time);
        this.mapper = Json.mapper(limits, options.json());
        for (MessageForm form : MessageForm.values()) {
            encoders.put(form, new FrameEncoder(mapper, form, limits.messageBytes()));
        }
        this.bindings = new BindingTable(mapper, withOwn(options.services()));
        this.threads = new CallThreads(limits.callsAtOnce());
        this.hub = new EventHub(bus, this::encoder, this::staysInJava, log);
    }

    private List<IpcOptions.Service> withOwn(List<IpcOptions.Service> services) {
        List<IpcOptions.Service> all = new ArrayList<>(services);
        all.add(new IpcOptions.Service(new PageEvents(bus, this::staysInJava), ErrorMapping.NONE));
        return all;
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

    /** A parser for the messages of one page. */
    FrameParser newParser() {
        return ((FrameFactory) mapper.getFactory()).newFrameParser();
    }

    FrameEncoder encoder(MessageForm form) {
        return Objects.requireNonNull(encoders.get(form));
    }

    /** Encodings of events, whoever heard them. */
    long eventsEncoded() {
        return encoders.values().stream().mapToLong(FrameEncoder::eventsEncoded).sum();
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
    ValueReader reader(Class<?> payload) {
        ValueReader known = readers.get(payload);
        return known != null
                ? known
                : readers.computeIfAbsent(payload, type -> ValueReader.of(mapper, mapper.constructType(type)));
    }

    /** Whether no page may hear an event, whatever it is granted. */
    boolean staysInJava(String name) {
        return name.startsWith(Emission.NAMES) || javaOnly.stream().anyMatch(pattern -> pattern.matches(name));
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
