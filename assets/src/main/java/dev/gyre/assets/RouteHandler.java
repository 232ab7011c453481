package dev.gyre.assets;

import reactor.core.publisher.Mono;

/** The application's code that answers requests of its pages below one path. */
@FunctionalInterface
public interface RouteHandler {

    /**
     * Answers a request. Called on a worker of the event bus, one request at a time, and so must be short; what takes longer
     * or blocks belongs into the {@code Mono}, which may be subscribed on any scheduler, or into the stream of the response,
     * which is pulled on a thread of its own.
     *
     * @param request the request
     * @return the response; empty answers 404, an error 500, which tells the page nothing; cancelled when the client goes or
     *     the page ends
     * @throws Exception answers 500 as well
     */
    Mono<RouteResponse> handle(RouteRequest request) throws Exception;
}
