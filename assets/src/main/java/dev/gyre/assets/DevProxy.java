package dev.gyre.assets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Passes requests on to a dev server, with path and query as they were sent, once the gate has let them through. */
final class DevProxy implements StreamSource {

    private static final System.Logger LOG = System.getLogger(DevProxy.class.getName());
    private static final RateLimit WARNINGS = new RateLimit();

    /** A refresh by {@code <meta>} would go nowhere at an address with a fragment, and that is where a window's code stands. */
    private static final String RELOADS = "<!doctype html><meta charset=\"utf-8\"><title>Waiting</title>"
            + "<script>setTimeout(() => location.reload(), 1000)</script>";

    private final DevServer server;
    private final AssetHandler assets;
    private final ProxyConnections connections;

    DevProxy(DevServer server, AssetHandler assets) {
        this.server = server;
        this.assets = assets;
        this.connections = new ProxyConnections(server);
        LOG.log(
                System.Logger.Level.INFO,
                "pages come from the dev server at {0}; their policy is widened by ''unsafe-inline'' and blob: workers",
                server.origin());
    }

    DevServer server() {
        return server;
    }

    AssetHandler assets() {
        return assets;
    }

    ProxyConnections connections() {
        return connections;
    }

    @Override
    public Publisher<Streamed> answer(StreamCall call) {
        return Mono.create(sink -> new ProxyExchange(this, call, sink).begin());
    }

    /** Takes over WebSockets, which hot reload needs. */
    ProxySocket socket() {
        return new ProxySocket(server, connections);
    }

    /** For a page load, a page that asks again by itself; for others a line that tells what is wrong. */
    Streamed unreachable(WebRequest asked) {
        if (WARNINGS.permits()) {
            LOG.log(System.Logger.Level.WARNING, "the dev server at {0} does not answer", server.origin());
        }
        boolean isPage = Navigation.isNavigation(asked);
        String line = "The dev server at " + server.origin() + " does not answer";
        String text = (isPage ? RELOADS + "<p>" + line + " yet. This page asks again by itself." : line + ".") + "\n";
        ByteBuf body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        HttpHeaders headers = new DefaultHttpHeaders();
        assets.fields(isPage ? "text/html; charset=utf-8" : "text/plain; charset=utf-8")
                .forEach(headers::set);
        headers.set("Cache-Control", "no-store");
        return new Streamed(502, headers, body.readableBytes(), false, Mono.just(body));
    }
}
