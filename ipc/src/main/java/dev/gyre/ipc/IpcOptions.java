package dev.gyre.ipc;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The options of an {@link Ipc}. Not thread-safe, and of no use after the runtime was made. */
public final class IpcOptions {

    private final List<Object> services = new ArrayList<>();
    private Consumer<? super JsonMapper.Builder> json = builder -> {};
    private boolean devMode;
    private IpcLimits limits = IpcLimits.DEFAULT;
    private Timekeeper time = Timekeeper.system();

    IpcOptions() {}

    /**
     * Opens the {@link Binding} methods of an object.
     *
     * @param service the object; its class need not be public
     * @return this
     */
    public IpcOptions bind(Object service) {
        services.add(Objects.requireNonNull(service, "service"));
        return this;
    }

    /**
     * Changes how values are written and read, after the runtime's own settings. Do not call
     * {@code findAndRegisterModules()} here: it turns the unguarded Afterburner on, which breaks beans that are not public.
     *
     * @param configure changes the builder of the one mapper
     * @return this
     */
    public IpcOptions json(Consumer<? super JsonMapper.Builder> configure) {
        this.json = Objects.requireNonNull(configure, "configure");
        return this;
    }

    /**
     * Lets pages see what failed: class names, messages and stack traces. For development only.
     *
     * @return this
     */
    public IpcOptions devMode() {
        this.devMode = true;
        return this;
    }

    /** Tests shrink the bounds. */
    IpcOptions limits(IpcLimits limits) {
        this.limits = limits;
        return this;
    }

    /** Tests own the time. */
    IpcOptions time(Timekeeper time) {
        this.time = time;
        return this;
    }

    List<Object> services() {
        return services;
    }

    Consumer<? super JsonMapper.Builder> json() {
        return json;
    }

    boolean isDevMode() {
        return devMode;
    }

    IpcLimits limits() {
        return limits;
    }

    Timekeeper time() {
        return time;
    }
}
