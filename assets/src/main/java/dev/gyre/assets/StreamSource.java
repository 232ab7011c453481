package dev.gyre.assets;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import org.reactivestreams.Publisher;

/** Answers requests with streams: a route of the application, or the dev server. */
interface StreamSource {

    /**
     * Answers a request, once its result is subscribed. Called on the event loop.
     *
     * @param call the request as it was sent, its body, and who writes the response
     * @return one response, or an error; a {@link RefusedException} is answered with its status
     */
    Publisher<Streamed> answer(StreamCall call);

    /**
     * A request to answer.
     *
     * @param channel the client's connection
     * @param request the request as it was sent
     * @param asked the same for handlers
     * @param upload its body
     * @param writer writes the response
     */
    record StreamCall(Channel channel, HttpRequest request, WebRequest asked, Upload upload, StreamWriter writer) {}
}
