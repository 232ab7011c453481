package dev.gyre.window.readme;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gyre.assets.RouteResponse;
import dev.gyre.window.ApplicationOptions;
import java.net.URI;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The README's third example. */
final class Routes {

    private Routes() {}

    static void use(ApplicationOptions app, Flux<String> orders) {
        app.route("/api/orders.csv", request -> Mono.just(RouteResponse.stream("text/csv", orders.map(UTF_8::encode))));
        app.server(server ->
                server.devServer(URI.create("http://localhost:5173"))); // while it is developed: pages from Vite
    }
}
