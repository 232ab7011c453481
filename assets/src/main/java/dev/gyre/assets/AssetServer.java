package dev.gyre.assets;

import dev.gyre.assets.spi.DirectRequest;
import dev.gyre.assets.spi.DirectResponse;
import dev.gyre.assets.spi.PageOwner;
import dev.gyre.event.EventBus;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * An HTTP/1.1 server for one machine's web views: it listens on loopback and nowhere else, or not at all.
 *
 * <pre>{@code
 * try (var server = AssetServer.start(options -> options.source(AssetSource.classpath("web")))) {
 *   open(server.origin() + "/");
 * }
 * }</pre>
 *
 * <p>Thread-safe. Its threads are named {@code gyre-assets-loop}, {@code gyre-assets-io} and, where it watches its source,
 * {@code gyre-assets-watch}; they are daemons, and end when it is closed.
 */
public final class AssetServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AssetServer.class.getName());

    /** How long {@link #close()} lets running responses go on: a user who quits does not want to wait longer. */
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);

    /** Each connection has one read under way at most; twice that, so that reads of closed ones do not crowd it out. */
    private static final int READS_A_CONNECTION = 2;

    private final AssetHandler handler;
    private final @Nullable EventBus bus;
    private final @Nullable SourceWatch watch;
    private final Refusals refusals = new Refusals();
    private final LongAdder aborted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Routes routes;
    private final StreamSources sources;
    private final Connections connections;
    private final ThreadPoolExecutor io;
    private final LoopbackListener listener;
    private final Authority authority;
    private final DirectExchanges direct;
    private final boolean isIpv6;
    private final AtomicBoolean isClosing = new AtomicBoolean();
    private final Sinks.Empty<Void> closed = Sinks.empty();

    private AssetServer(AssetServerOptions options) {
        bus = options.bus();
        isIpv6 = options.isIpv6();
        connections = new Connections(options.limits().connections(), refusals);
        io = ioThreads(options);
        // What Netty loads when it first binds takes as long as listing a large source: both at once.
        Initializer initializer = new Initializer(options);
        CompletableFuture<LoopbackListener> binding = CompletableFuture.supplyAsync(
                () -> LoopbackListener.bind(options, new AcceptPause(refusals), initializer), io);
        SourceWatch listening = null;
        try {
            handler = options.handler();
            listener = bound(binding);
            authority = options.authority(listener.address());
            listening = options.sourceWatch();
            routes = options.routes(handler);
        } catch (RuntimeException | Error e) {
            binding.thenAccept(LoopbackListener::abandon)
                    .exceptionally(none -> null)
                    .join();
            if (listening != null) {
                listening.end().subscribe();
            }
            io.shutdown();
            throw e;
        }
        watch = listening;
        DevServer devServer = options.devServer();
        sources = new StreamSources(routes, devServer == null ? null : new DevProxy(devServer, handler));
        direct = new DirectExchanges(
                listener.loops(), initializer, refusals, options.limits().connections());
        listener.accept();
        io.execute(AssetServer::prepareLog);
        if (watch != null) {
            watch.start(this::reload);
        }
    }

    /**
     * Starts a server. Blocks until the source is listed and the port is bound.
     *
     * @param configure sets the options
     * @return the running server
     * @throws AssetException if the source cannot be listed or the port cannot be bound; nothing is left running
     */
    public static AssetServer start(Consumer<AssetServerOptions> configure) {
        AssetServerOptions options = new AssetServerOptions();
        configure.accept(options);
        return new AssetServer(options);
    }

    /**
     * The first line of a log loads the table of time zones. Were it to come when no descriptor is left, that would fail,
     * once and for all, and end the event loop that writes it.
     */
    private static void prepareLog() {
        LOG.log(System.Logger.Level.DEBUG, "times are those of {0}", ZoneId.systemDefault());
    }

    private static ThreadPoolExecutor ioThreads(AssetServerOptions options) {
        int waiting = options.limits().connections() * READS_A_CONNECTION;
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                options.ioThreads(),
                options.ioThreads(),
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(waiting),
                new DefaultThreadFactory("gyre-assets-io", true));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static LoopbackListener bound(CompletableFuture<LoopbackListener> binding) {
        try {
            return binding.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof AssetException refused ? refused : e;
        }
    }

    /** Puts the pipeline of a new connection together. */
    private final class Initializer extends ChannelInitializer<Channel> {

        private final AssetServerOptions options;

        Initializer(AssetServerOptions options) {
            this.options = options;
        }

        @Override
        protected void initChannel(Channel channel) {
            ServerContext context = new ServerContext(
                    handler,
                    io,
                    authority,
                    options.upgrades(),
                    options.limits(),
                    refusals,
                    aborted,
                    failed,
                    sources,
                    options.answerTime(),
                    bus);
            Connection connection = new Connection(channel, context);
            populate(channel, context, connection);
            connections.add(connection);
            channel.closeFuture().addListener(closing -> {
                connection.closed();
                connections.remove(connection);
            });
        }
    }

    /** The gate is the first to see a request; nothing before it but the bytes' own reader. */
    static void populate(Channel channel, ServerContext context, Connection connection) {
        channel.pipeline()
                .addLast(new FlushConsolidationHandler())
                .addLast(connection.decoder())
                .addLast(new RequestGate(context.authority(), connection))
                .addLast(new UpgradeGate(context, connection))
                .addLast(new Exchange(context, connection));
        connection.enter(Connection.Phase.IDLE);
    }

    /**
     * Where the page is.
     *
     * @return scheme, address and port, such as {@code http://127.0.0.1:41234}; {@code https://host} without a port
     */
    public String origin() {
        return authority.scheme() + "://" + host();
    }

    private String host() {
        InetSocketAddress bound = listener.address();
        if (bound == null) {
            return authority.hosts().iterator().next();
        }
        return (isIpv6 ? "[::1]" : "127.0.0.1") + ":" + bound.getPort();
    }

    /**
     * The port it listens on.
     *
     * @return the bound port, never 0
     * @throws IllegalStateException if it listens nowhere
     */
    public int port() {
        InetSocketAddress bound = listener.address();
        if (bound == null) {
            throw new IllegalStateException("port: none (expected: a server that was not started without one)");
        }
        return bound.getPort();
    }

    /**
     * Answers a request from within the process as if it had come over a connection: the same gate, limits, routes and
     * fields. Never blocks.
     *
     * @param request the request
     * @return the response, asked for when it is subscribed to; its subscribers are called on an event loop, and must not
     *     block it. An error means that there is none: the server is closed, or more wait than it bears
     */
    public Mono<DirectResponse> answer(DirectRequest request) {
        return direct.answer(request, host());
    }

    /**
     * Lists the source again, so that new files are found and deleted ones are not, and publishes
     * {@link AssetChanges#TYPE} if anything has changed. May block while the source does.
     *
     * @throws AssetException if the source cannot be listed; the old list stays
     */
    public void reload() {
        AssetChanges changes = handler.reload();
        if (bus != null && !changes.isEmpty()) {
            bus.tryPublish(AssetChanges.TYPE, changes);
        }
    }

    /**
     * How often something was refused for a reason. Readable from any thread, without locks.
     *
     * @param reason the reason
     * @return the count since the start
     */
    public long refused(Refusal reason) {
        return refusals.count(reason);
    }

    /**
     * How many responses were begun and could not be completed: a file changed while it was sent, or could not be read on.
     * Their connections were closed, which tells the client that it has not the whole. Clients that leave by themselves do
     * not count. Readable from any thread, without locks.
     *
     * @return the count since the start
     */
    public long abortedResponses() {
        return aborted.sum();
    }

    /**
     * How many requests got no answer but a 500, for the code of the application failed. Readable from any thread, without
     * locks.
     *
     * @return the count since the start
     */
    public long failedRequests() {
        return failed.sum();
    }

    /**
     * Mints a URL for one page, at which a handler answers without further proof: for an image, a download, anything that the
     * page cannot fetch with its token. It dies when it is closed or the page ends.
     *
     * @param owner the page
     * @param handler answers, as at a route
     * @return the payload
     * @throws IllegalStateException if the page has ended, the server has no bus, or 16,384 payloads are open
     */
    public Payload payload(PageOwner owner, RouteHandler handler) {
        return routes.mint(Objects.requireNonNull(owner, "owner"), Objects.requireNonNull(handler, "handler"));
    }

    /**
     * Says that a page has ended: its payloads die, and what routes are still sending to it is cut off. From any thread; never
     * blocks.
     *
     * @param owner the page
     */
    public void endPage(PageOwner owner) {
        routes.belongings().end(owner);
    }

    /**
     * How many connections are open, upgraded ones too.
     *
     * @return the count
     */
    public int connections() {
        return connections.size();
    }

    /**
     * Stops listening, lets running responses end, and closes everything. Idempotent, from any thread; never blocks. Who
     * took over upgraded connections should have closed them before: here they end at once.
     *
     * @param deadline how long responses may go on
     * @return completes when port, connections and threads are gone
     */
    public Mono<Void> close(Duration deadline) {
        Objects.requireNonNull(deadline, "deadline");
        if (isClosing.compareAndSet(false, true)) {
            listener.stop().addListener(portIsFree -> drain(deadline));
        }
        return closed.asMono();
    }

    private void drain(Duration deadline) {
        var alarm = listener.after(deadline, connections::closeAll);
        connections.drain().subscribe(nothing -> {}, error -> {}, () -> {
            alarm.cancel(false);
            release();
        });
    }

    private void release() {
        io.shutdown();
        routes.close();
        Mono<Void> watchEnded = watch == null ? Mono.empty() : watch.end();
        listener.end().addListener(done -> watchEnded.subscribe(nothing -> {}, error -> {}, closed::tryEmitEmpty));
    }

    /**
     * Closes with a deadline of 2 s. Returns when everything is gone; on a thread that must not block it only begins.
     */
    @Override
    public void close() {
        Mono<Void> closing = close(CLOSE_DEADLINE);
        if (!Schedulers.isInNonBlockingThread()) {
            closing.block(CLOSE_DEADLINE.plus(LoopbackListener.END_DEADLINE).plusSeconds(1));
        }
    }
}
