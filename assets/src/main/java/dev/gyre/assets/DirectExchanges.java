package dev.gyre.assets;

import dev.gyre.assets.spi.DirectRequest;
import dev.gyre.assets.spi.DirectResponse;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Requests from within the process, each on a connection of its own: as many at a time as a server has places, for a browser
 * that opens no sockets does not count them either. The others wait in order. Thread-safe.
 */
// How registering ends is heard through the channel: it closes, and closed() follows.
@SuppressWarnings("FutureReturnValueIgnored")
final class DirectExchanges {

    private enum Place {
        FREE,
        LATER,
        NONE
    }

    /** Requests that may wait for one place: a page that loads all it has at once loads some thousand files. */
    private static final int WAITING = 64;

    private final EventLoopGroup loops;
    private final ChannelHandler initializer;
    private final Refusals refusals;
    private final int places;

    /** Guarded by this, as is the count. */
    private final Queue<DirectExchange> waiting = new ArrayDeque<>();

    private int running;

    /**
     * None so far.
     *
     * @param loops what they run on
     * @param initializer prepares connections
     * @param refusals the account of refusals
     * @param places for connections at a time
     */
    DirectExchanges(EventLoopGroup loops, ChannelHandler initializer, Refusals refusals, int places) {
        this.loops = loops;
        this.initializer = initializer;
        this.refusals = refusals;
        this.places = places;
    }

    Mono<DirectResponse> answer(DirectRequest request, String host) {
        return Mono.create(sink -> {
            DirectExchange exchange = new DirectExchange(request, host, sink);
            sink.onCancel(() -> cancel(exchange));
            switch (place(exchange)) {
                case FREE -> open(exchange);
                case NONE -> {
                    refusals.record(Refusal.CONNECTION_LIMIT);
                    exchange.drop();
                }
                case LATER -> {
                    // Its turn comes.
                }
            }
        });
    }

    private synchronized Place place(DirectExchange exchange) {
        if (running < places) {
            running++;
            return Place.FREE;
        }
        if (waiting.size() == places * WAITING) {
            return Place.NONE;
        }
        waiting.add(exchange);
        return Place.LATER;
    }

    private void open(DirectExchange exchange) {
        DirectChannel channel = exchange.channel();
        if (loops.isShuttingDown()) {
            exchange.drop();
            return;
        }
        channel.closeFuture().addListener(closing -> {
            exchange.closed();
            DirectExchange next = next();
            if (next != null) {
                open(next);
            }
        });
        channel.pipeline().addLast(initializer);
        loops.register(channel);
    }

    private synchronized @Nullable DirectExchange next() {
        DirectExchange next = waiting.poll();
        if (next == null) {
            running--;
        }
        return next;
    }

    private void cancel(DirectExchange exchange) {
        boolean isWaiting;
        synchronized (this) {
            isWaiting = waiting.remove(exchange);
        }
        if (isWaiting) {
            exchange.drop();
        } else {
            exchange.cancel();
        }
    }
}
