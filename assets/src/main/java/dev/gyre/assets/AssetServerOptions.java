package dev.gyre.assets;

import dev.gyre.assets.spi.RouteProof;
import dev.gyre.assets.spi.UpgradeHandler;
import dev.gyre.event.EventBus;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The options of an {@link AssetServer}. Values are checked as they are set. Not thread-safe, and of no use after the
 * server was started.
 */
public final class AssetServerOptions {

    private static final String RUNTIME = "/gyre/";

    private AssetSource source = AssetSource.memory(Map.of());
    private AssetSource runtimeSource = AssetSource.memory(Map.of());
    private final Map<String, UpgradeHandler> upgrades = new LinkedHashMap<>();
    private final AssetHandlerOptions handling = new AssetHandlerOptions();
    private final Map<String, RouteHandler> routes = new LinkedHashMap<>();
    private RouteProof routeProof = RouteProof.NOBODY;
    private @Nullable DevServer devServer;
    private Duration answerTime = Duration.ofSeconds(30);
    private @Nullable EventBus bus;
    private int port;
    private boolean ipv6;
    private @Nullable String host;
    private boolean watches;
    private int eventLoops = Math.min(2, Runtime.getRuntime().availableProcessors());
    private int ioThreads = 4;
    private final ServerLimits limits = new ServerLimits();

    AssetServerOptions() {}

    /**
     * The application's files. None of them is ever found under {@code /gyre/}.
     *
     * @param source the files
     * @return this
     */
    public AssetServerOptions source(AssetSource source) {
        this.source = Objects.requireNonNull(source, "source");
        return this;
    }

    /**
     * The runtime's own files, which are found under {@code /gyre/}.
     *
     * @param source the files, with paths below {@code /gyre/}
     * @return this
     */
    public AssetServerOptions runtimeSource(AssetSource source) {
        this.runtimeSource = Objects.requireNonNull(source, "source");
        return this;
    }

    /**
     * Who takes over WebSockets at a path.
     *
     * @param path an exact path below {@code /gyre/}
     * @param handler takes connections over
     * @return this
     * @throws IllegalArgumentException if the path is elsewhere, or taken
     */
    public AssetServerOptions upgrade(String path, UpgradeHandler handler) {
        if (!path.startsWith(RUNTIME) || path.equals(RUNTIME) || upgrades.containsKey(path)) {
            throw new IllegalArgumentException("path: " + path + " (expected: below " + RUNTIME + ", once)");
        }
        upgrades.put(path, Objects.requireNonNull(handler, "handler"));
        return this;
    }

    /**
     * Has code of the application answer requests at a path and below it: {@code /api} is {@code /api} and {@code /api/x},
     * never {@code /apix}. Of several prefixes the longest counts; routes win over files. Handlers run on the workers of the
     * {@linkplain #bus bus}, so there must be one; requests need the {@linkplain #routeProof proof} that a page makes them.
     *
     * @param prefix a decoded path without a slash at its end, not below {@code /gyre/}
     * @param handler answers
     * @return this
     * @throws IllegalArgumentException if the prefix is none, or taken
     */
    public AssetServerOptions route(String prefix, RouteHandler handler) {
        AssetPath path = AssetPath.parse(AssetPath.encode(prefix));
        boolean isPath = path != null && path.value().equals(prefix) && !prefix.endsWith("/");
        if (!isPath || isOurs(prefix) || routes.containsKey(prefix)) {
            throw new IllegalArgumentException("route: " + prefix
                    + " (expected: a path such as /api without a slash at its end, not below " + RUNTIME + ", once)");
        }
        routes.put(prefix, Objects.requireNonNull(handler, "handler"));
        return this;
    }

    /**
     * Who tells whether a page of ours makes a request to a route. Without it nobody gets through.
     *
     * @param proof knows the pages' tokens
     * @return this
     */
    public AssetServerOptions routeProof(RouteProof proof) {
        this.routeProof = Objects.requireNonNull(proof, "proof");
        return this;
    }

    /**
     * How long a route, or the dev server, may take until its response begins; 30 s by default.
     *
     * @param answerTime more than zero
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public AssetServerOptions answerTime(Duration answerTime) {
        this.answerTime = positive("answerTime", answerTime);
        return this;
    }

    /**
     * While the page is being developed: passes what no route answers on to a dev server of this machine, such as Vite, HTTP
     * and WebSockets. Only {@code /gyre/} stays here; the source is not asked. The dev server may come and go. Its pages may
     * have inline scripts and styles, and workers made of blobs; the other security fields are ours.
     *
     * @param url where it is, such as {@code http://localhost:5173}
     * @return this
     * @throws IllegalArgumentException if it is not an {@code http} URL of loopback without a path
     */
    public AssetServerOptions devServer(URI url) {
        return devServer(DevServer.onLoopback(url));
    }

    /**
     * The same for a dev server that is not on this machine, in a container perhaps. Everybody on the way to it can read and
     * change what the page is made of. Blocks until its name is looked up.
     *
     * @param url where it is, such as {@code http://192.168.1.5:5173}
     * @return this
     * @throws IllegalArgumentException if it is not an {@code http} URL without a path, or its host is not known
     */
    public AssetServerOptions remoteDevServer(URI url) {
        return devServer(DevServer.anywhere(url));
    }

    private AssetServerOptions devServer(DevServer server) {
        devServer = server;
        return contentSecurityPolicy(policy -> policy.allow("script-src", "'unsafe-inline'")
                .allow("style-src", "'unsafe-inline'")
                .allow("worker-src", "blob:")); // in which Vite waits for a server that is away
    }

    /** Whether a path is the runtime's own. */
    static boolean isOurs(String path) {
        return path.startsWith(RUNTIME) || path.equals("/gyre");
    }

    /**
     * Extends what a page may load and run.
     *
     * @param configure adds sources to the policy that stands
     * @return this
     */
    public AssetServerOptions contentSecurityPolicy(Consumer<ContentSecurityPolicy> configure) {
        handling.contentSecurityPolicy(configure);
        return this;
    }

    /**
     * For an application that shows many addresses with one page: see {@link AssetHandlerOptions#pageFallback}.
     *
     * @param path such as {@code /index.html}
     * @return this
     * @throws IllegalArgumentException if the path does not begin with a slash
     */
    public AssetServerOptions pageFallback(String path) {
        handling.pageFallback(path);
        return this;
    }

    /**
     * Which files never change under their name: see {@link AssetHandlerOptions#immutableNames}.
     *
     * @param isImmutable answers for a path; called by any thread, for each response
     * @return this
     */
    public AssetServerOptions immutableNames(Predicate<String> isImmutable) {
        handling.immutableNames(isImmutable);
        return this;
    }

    /**
     * Lets a file whose name says nothing be a page: see {@link AssetHandlerOptions#sniffPages}.
     *
     * @return this
     */
    public AssetServerOptions sniffPages() {
        handling.sniffPages();
        return this;
    }

    /**
     * Who is told of answered requests; nobody by default.
     *
     * @param bus where {@link AssetRequest#TYPE} is published
     * @return this
     */
    public AssetServerOptions bus(EventBus bus) {
        this.bus = Objects.requireNonNull(bus, "bus");
        return this;
    }

    /**
     * Lists the source again whenever something changes in the directories it is made of, and publishes
     * {@link AssetChanges#TYPE} on the {@linkplain #bus bus}. For development: it costs a thread, a watch for each
     * directory, and a listing for each burst of changes, which ends when nothing changed for 100 ms, or after one second.
     *
     * <p>Listened to are the {@linkplain AssetSource#directories() directories} of the default file system, those that are
     * made later too, {@value SourceWatch#MAX_DIRECTORIES} at most. How soon a change is noticed is up to the system: on
     * Linux and Windows at once, on macOS, where Java has to look for itself, after up to ten seconds; on network file
     * systems what others change may never be.
     *
     * @return this
     */
    public AssetServerOptions watch() {
        this.watches = true;
        return this;
    }

    /**
     * The port; 0, the default, takes any free one.
     *
     * @param port 0 to 65535
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public AssetServerOptions port(int port) {
        this.port = within("port", port, 0, 65_535);
        return this;
    }

    /**
     * Listens on {@code ::1} in place of {@code 127.0.0.1}. There is no way to listen on anything but loopback.
     *
     * @return this
     */
    public AssetServerOptions ipv6() {
        this.ipv6 = true;
        return this;
    }

    /**
     * Listens nowhere: requests come from within the process, by {@link AssetServer#answer}, from pages of an origin that
     * only a web view of this process knows. There are no WebSockets then, those of a dev server neither.
     *
     * @param host whom the pages take it for, in lower case; their origin is {@code https://host}
     * @return this
     */
    public AssetServerOptions withoutPort(String host) {
        if (!HttpSyntax.isHost(host) || !host.equals(host.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("host: " + host + " (expected: a name in lower case)");
        }
        this.host = host;
        return this;
    }

    /**
     * How many event loops serve all connections; one or two by default, for one page is one client.
     *
     * @param eventLoops 1 to 16
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public AssetServerOptions eventLoops(int eventLoops) {
        this.eventLoops = within("eventLoops", eventLoops, 1, 16);
        return this;
    }

    /**
     * How many threads read files; 4 by default.
     *
     * @param ioThreads 1 to 64
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public AssetServerOptions ioThreads(int ioThreads) {
        this.ioThreads = within("ioThreads", ioThreads, 1, 64);
        return this;
    }

    /**
     * Changes bounds of what a client can make the server hold.
     *
     * @param configure sets those that shall differ
     * @return this
     * @throws IllegalArgumentException if one is out of its range; the message names it
     */
    public AssetServerOptions limits(Consumer<? super ServerLimits> configure) {
        configure.accept(limits);
        return this;
    }

    static int within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + ".." + most + ")");
        }
        return value;
    }

    static Duration positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than zero)");
        }
        return value;
    }

    /** The runtime's files under its own folder, over the application's, which have nothing to say there. */
    AssetSource sources() {
        return new OverlaySource(List.of(runtimeSource.at(RUNTIME), new SourceWithout(source, RUNTIME)));
    }

    AssetHandler handler() {
        return AssetHandler.create(sources(), handling);
    }

    /** What listens to the source, or null if nobody wants that. */
    @Nullable
    SourceWatch sourceWatch() {
        return watches ? new SourceWatch(sources().directories(), SourceWatch.Pace.DEFAULT) : null;
    }

    Routes routes(AssetHandler handler) {
        if (bus == null && !routes.isEmpty()) {
            throw new IllegalArgumentException("bus: none (expected: one, whose workers run " + routes.keySet() + ")");
        }
        return new Routes(Map.copyOf(routes), routeProof, handler, bus);
    }

    @Nullable
    DevServer devServer() {
        return devServer;
    }

    Duration answerTime() {
        return answerTime;
    }

    Map<String, UpgradeHandler> upgrades() {
        return Map.copyOf(upgrades);
    }

    @Nullable
    EventBus bus() {
        return bus;
    }

    int port() {
        return port;
    }

    boolean isIpv6() {
        return ipv6;
    }

    boolean isPortless() {
        return host != null;
    }

    /** Who it is, once it listens at an address, or nowhere. */
    Authority authority(@Nullable InetSocketAddress bound) {
        if (host == null) {
            return Authority.loopback(Objects.requireNonNull(bound, "bound"), ipv6);
        }
        if (port != 0 || ipv6) {
            throw new IllegalArgumentException(
                    (ipv6 ? "ipv6" : "port: " + port) + " (expected: neither, for " + host + " has no port)");
        }
        return Authority.within(host);
    }

    int eventLoops() {
        return eventLoops;
    }

    int ioThreads() {
        return ioThreads;
    }

    Limits limits() {
        return limits.build();
    }
}
