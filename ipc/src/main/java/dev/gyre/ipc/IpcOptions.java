package dev.gyre.ipc;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gyre.event.EventPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The options of an {@link Ipc}. Not thread-safe, and of no use after the runtime was made. */
public final class IpcOptions {

    private final List<Service> services = new ArrayList<>();
    private Consumer<? super JsonMapper.Builder> json = builder -> {};
    private final List<EventPattern> javaOnly = new ArrayList<>();
    private boolean devMode;
    private final LimitOptions limits = new LimitOptions();
    private Timekeeper time = Timekeeper.system();

    IpcOptions() {}

    /**
     * Opens the {@link Binding} methods of an object.
     *
     * @param service the object; its class need not be public
     * @return this
     */
    public IpcOptions bind(Object service) {
        return bind(service, ErrorMapping.NONE);
    }

    /**
     * Opens the {@link Binding} methods of an object, and says what their failures are to pages.
     *
     * @param service the object; its class need not be public
     * @param errors maps what its bindings throw
     * @return this
     */
    public IpcOptions bind(Object service, ErrorMapping errors) {
        services.add(new Service(Objects.requireNonNull(service, "service"), Objects.requireNonNull(errors, "errors")));
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
     * Keeps events in Java: no page hears them, whatever it is granted.
     *
     * @param patterns over event names
     * @return this
     * @throws IllegalArgumentException if a pattern is not well formed
     */
    public IpcOptions javaOnly(String... patterns) {
        for (String pattern : patterns) {
            javaOnly.add(EventPattern.of(pattern));
        }
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

    /**
     * Changes bounds of what pages can make the runtime hold.
     *
     * @param configure sets those that shall differ
     * @return this
     * @throws IllegalArgumentException if one is out of its range; the message names it
     */
    public IpcOptions limits(Consumer<? super LimitOptions> configure) {
        configure.accept(limits);
        return this;
    }

    /** Tests own the time. */
    IpcOptions time(Timekeeper time) {
        this.time = time;
        return this;
    }

    List<Service> services() {
        return services;
    }

    Consumer<? super JsonMapper.Builder> json() {
        return json;
    }

    List<EventPattern> javaOnly() {
        return javaOnly;
    }

    boolean isDevMode() {
        return devMode;
    }

    IpcLimits limits() {
        return limits.build();
    }

    Timekeeper time() {
        return time;
    }

    /**
     * A bound object.
     *
     * @param object whose annotated methods are opened
     * @param errors what their failures are to pages
     */
    record Service(Object object, ErrorMapping errors) {}
}
