package dev.gyre.window;

import dev.gyre.assets.AssetServerOptions;
import dev.gyre.assets.AssetSource;
import dev.gyre.assets.RouteHandler;
import dev.gyre.event.EventBusOptions;
import dev.gyre.ipc.Binding;
import dev.gyre.ipc.IpcOptions;
import dev.gyre.window.spi.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The options of an {@link Application}. Values are checked as they are set. Not thread-safe. */
public final class ApplicationOptions {

    private final List<Object> services = new ArrayList<>();
    private final Map<String, WindowOptions> windows = new LinkedHashMap<>();
    private final Map<String, RouteHandler> routes = new LinkedHashMap<>();
    private AssetSource assets = AssetSource.memory(Map.of());
    private Backend backend = BrowserBackend.create();
    private Consumer<EventBusOptions> events = options -> {};
    private Consumer<IpcOptions> ipc = options -> {};
    private Consumer<AssetServerOptions> server = options -> {};
    private boolean devMode;
    private boolean staysOpen;

    ApplicationOptions() {}

    /**
     * What makes windows real; the browser by default.
     *
     * @param backend the backend, for this application alone
     * @return this
     */
    public ApplicationOptions backend(Backend backend) {
        this.backend = Objects.requireNonNull(backend, "backend");
        return this;
    }

    /**
     * The files of the pages.
     *
     * @param assets the source
     * @return this
     */
    public ApplicationOptions assets(AssetSource assets) {
        this.assets = Objects.requireNonNull(assets, "assets");
        return this;
    }

    /**
     * Has code of the application answer what its pages ask for at a path and below it, such as {@code /api}: downloads that
     * are made as they go, server-sent events, uploads. A page asks with {@code fetch} of {@code gyre.js}, which proves that
     * it is one of ours; nobody else gets through. For an address that proves itself, such as that of an image, see
     * {@link Window#payload}. Routes need a backend that has assets.
     *
     * @param prefix a path without a slash at its end, see {@link AssetServerOptions#route}
     * @param handler answers, on a worker of the bus
     * @return this
     * @throws IllegalArgumentException if there is a route of that prefix already
     */
    public ApplicationOptions route(String prefix, RouteHandler handler) {
        if (routes.putIfAbsent(prefix, Objects.requireNonNull(handler, "handler")) != null) {
            throw new IllegalArgumentException("route: " + prefix + " (expected: a prefix no other route has)");
        }
        return this;
    }

    /**
     * Opens the {@link dev.gyre.ipc.Binding} methods of an object to windows that are allowed to call them. One that is a
     * {@link Service} is started and stopped with the application, beside the others but after those it needs.
     *
     * @param service the object
     * @return this
     */
    public ApplicationOptions service(Object service) {
        services.add(Objects.requireNonNull(service, "service"));
        return this;
    }

    /**
     * Opens a window when the application starts.
     *
     * @param name its name
     * @param configure sets its options
     * @return this
     * @throws IllegalArgumentException if a window of that name is there already
     */
    public ApplicationOptions window(String name, Consumer<WindowOptions> configure) {
        WindowOptions options = new WindowOptions(name);
        configure.accept(options);
        if (windows.putIfAbsent(name, options) != null) {
            throw new IllegalArgumentException("window: " + name + " (expected: a name no other window has)");
        }
        return this;
    }

    /**
     * Changes the options of the event bus.
     *
     * @param configure sets them
     * @return this
     */
    public ApplicationOptions events(Consumer<EventBusOptions> configure) {
        this.events = Objects.requireNonNull(configure, "configure");
        return this;
    }

    /**
     * Changes the options of the runtime between Java and pages.
     *
     * @param configure sets them
     * @return this
     */
    public ApplicationOptions ipc(Consumer<IpcOptions> configure) {
        this.ipc = Objects.requireNonNull(configure, "configure");
        return this;
    }

    /**
     * Changes the options of the asset server, where the backend needs one: its port, its limits, its content security
     * policy.
     *
     * @param configure sets them
     * @return this
     */
    public ApplicationOptions server(Consumer<AssetServerOptions> configure) {
        this.server = Objects.requireNonNull(configure, "configure");
        return this;
    }

    /**
     * For development: the directories that the assets come from are watched, and each page that has {@code gyre.js} shows a
     * change as soon as it is saved. A stylesheet alone is exchanged; for anything else the page is loaded anew. Never by
     * default: see {@link AssetServerOptions#watch()} for what it costs and what is noticed how soon.
     *
     * @return this
     */
    public ApplicationOptions devMode() {
        this.devMode = true;
        return this;
    }

    /**
     * Keeps the application running when its last window is closed, until {@link Application#close()} or the end of the
     * process.
     *
     * @return this
     */
    public ApplicationOptions staysOpen() {
        this.staysOpen = true;
        return this;
    }

    boolean isStayingOpen() {
        return staysOpen;
    }

    List<Service> services() {
        return services.stream()
                .filter(Service.class::isInstance)
                .map(Service.class::cast)
                .toList();
    }

    /** What is opened to pages: everything but services that are there for their own sake. */
    List<Object> bindings() {
        return services.stream()
                .filter(service -> !(service instanceof Service) || hasBindings(service.getClass()))
                .toList();
    }

    private static boolean hasBindings(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).anyMatch(method -> method.isAnnotationPresent(Binding.class));
    }

    Map<String, WindowOptions> windows() {
        return windows;
    }

    Map<String, RouteHandler> routes() {
        return routes;
    }

    AssetSource assets() {
        return assets;
    }

    Backend backend() {
        return backend;
    }

    Consumer<EventBusOptions> events() {
        return events;
    }

    Consumer<IpcOptions> ipc() {
        return ipc;
    }

    boolean isDevMode() {
        return devMode;
    }

    Consumer<AssetServerOptions> server() {
        return server;
    }
}
