package dev.gyre.bench.serve;

import dev.gyre.assets.AssetServer;
import dev.gyre.assets.AssetSource;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.cache.DirectBufferCache;
import io.undertow.server.handlers.resource.CachingResourceManager;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.server.handlers.resource.ResourceHandler;
import io.undertow.util.HttpString;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** The servers written in Java. */
enum Peers implements Peer {
    /** Gyre from a directory. */
    GYRE {
        @Override
        public int start(Path folder, Map<String, String> headers) {
            return gyre(AssetSource.directory(folder));
        }
    },
    /** Gyre from the bundle beside the directory. */
    GYRE_BUNDLE {
        @Override
        public int start(Path folder, Map<String, String> headers) {
            return gyre(AssetSource.bundle(ServedFiles.bundleOf(folder)));
        }
    },
    /** Vert.x with its handler of static files, which may keep what it knows of them, as it does by default. */
    VERTX {
        @Override
        public int start(Path folder, Map<String, String> headers) {
            Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
            Router router = Router.router(vertx);
            router.route().handler(context -> {
                headers.forEach(context.response().headers()::set);
                context.next();
            });
            router.route().handler(StaticHandler.create(FileSystemAccess.ROOT, folder.toString()));
            return vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(0, LOOPBACK)
                    .await()
                    .actualPort();
        }
    },
    /** Undertow with its cache of buffers, which looks at a file again once its entry is older than a minute. */
    UNDERTOW {
        @Override
        public int start(Path folder, Map<String, String> headers) {
            DirectBufferCache buffers = new DirectBufferCache(1024, 64, UNDERTOW_CACHE);
            ResourceHandler files = new ResourceHandler(new CachingResourceManager(
                    UNDERTOW_ENTRIES, UNDERTOW_CACHE, buffers, new PathResourceManager(folder), UNDERTOW_AGE));
            Map<HttpString, String> fields = headers.entrySet().stream()
                    .collect(
                            Collectors.toUnmodifiableMap(field -> new HttpString(field.getKey()), Map.Entry::getValue));
            HttpHandler handler = exchange -> {
                fields.forEach(exchange.getResponseHeaders()::put);
                files.handleRequest(exchange);
            };
            Undertow server = Undertow.builder()
                    .setIoThreads(1)
                    .setWorkerThreads(WORKERS)
                    .addHttpListener(0, LOOPBACK, handler)
                    .build();
            server.start();
            return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        }
    },
    /** Reactor Netty with its route for a directory. */
    REACTOR_NETTY {
        @Override
        public int start(Path folder, Map<String, String> headers) {
            return HttpServer.create()
                    .host(LOOPBACK)
                    .port(0)
                    .runOn(LoopResources.create("reactor", 1, true))
                    .route(routes -> routes.directory("/", folder, response -> {
                        headers.forEach(response::header);
                        return response;
                    }))
                    .bindNow()
                    .port();
        }
    };

    /** Those that Gyre is compared with. */
    static final List<Peers> OTHERS = List.of(VERTX, UNDERTOW, REACTOR_NETTY);

    private static final String LOOPBACK = "127.0.0.1";

    /** As many as Gyre has for its reads. */
    private static final int WORKERS = 4;

    /** Bytes; as much as Gyre keeps of small files. */
    private static final int UNDERTOW_CACHE = 32 << 20;

    private static final int UNDERTOW_ENTRIES = 1024;
    private static final int UNDERTOW_AGE = 60_000;

    /** Its name in a table. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static int gyre(AssetSource source) {
        return AssetServer.start(options -> options.source(source).eventLoops(1))
                .port();
    }
}
