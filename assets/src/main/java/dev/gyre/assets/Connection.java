package dev.gyre.assets;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: what it is doing, until when it may, and how it ends.
 *
 * <pre>{@code
 * IDLE --first byte--> HEAD --complete--> [BODY] --complete--> RESPONSE --written--> IDLE
 * a stream: HEAD --> ANSWER <--> BODY, RESPONSE --written--> IDLE
 * RESPONSE --upgrade--> UPGRADED        any --refused--> LINGER --client closes or 1 s--> closed
 * }</pre>
 *
 * <p>Confined to the channel's event loop, but for {@link #lastActivity()}, {@link #isUpgraded()} and
 * {@link #close()}.
 */
// How writes and closings end is heard through the channel: it closes, and closed() follows.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connection {

    /** What a connection is doing; each but the last has a deadline, if not here: ANSWER has that of a {@link StreamWriter}. */
    enum Phase {
        IDLE,
        HEAD,
        BODY,
        ANSWER,
        RESPONSE,
        LINGER,
        UPGRADED
    }

    /** Whether more bytes are taken from the socket. */
    enum Read {
        PAUSE,
        GO_ON
    }

    /**
     * How long a refused client's bytes are still taken. Closing at once would reset the connection, and the reset would
     * overtake the response.
     */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long NEVER = Long.MAX_VALUE;

    private final Channel channel;
    private final Limits limits;
    private final Refusals refusals;
    private final ResponseWriter writer;
    private final RequestDecoder decoder;
    private Phase phase = Phase.IDLE;
    private long deadline;
    private long wakeAt = NEVER;
    private boolean isDraining;
    private @Nullable ScheduledFuture<?> alarm;

    /** Writes the response, if that is a stream. */
    private @Nullable StreamWriter stream;

    /** Written by the event loop, read by whichever loop looks for the longest idle connection. */
    private volatile long lastActivity = System.nanoTime();

    /** Written once by the event loop. */
    private volatile boolean upgraded;

    Connection(Channel channel, ServerContext server) {
        this.channel = channel;
        this.limits = server.limits();
        this.refusals = server.refusals();
        this.decoder = new RequestDecoder(limits, this, server::isStreamed);
        this.writer = new ResponseWriter(channel, server, this);
    }

    RequestDecoder decoder() {
        return decoder;
    }

    ResponseWriter writer() {
        return writer;
    }

    Phase phase() {
        return phase;
    }

    long lastActivity() {
        return lastActivity;
    }

    boolean isUpgraded() {
        return upgraded;
    }

    /** Who writes the response that is a stream, or null once it is over. */
    void stream(@Nullable StreamWriter writer) {
        stream = writer;
    }

    @Nullable
    StreamWriter stream() {
        return stream;
    }

    /** Whether the connection must close after the response that is being written. */
    boolean isDraining() {
        return isDraining;
    }

    /** Goes to a phase and starts its clock; staying in a phase does not wind the clock up. */
    void enter(Phase next) {
        if (phase == next && wakeAt != NEVER) {
            return;
        }
        phase = next;
        upgraded = next == Phase.UPGRADED;
        if (next == Phase.ANSWER) {
            return; // an alarm that is set finds nothing to do when it rings
        }
        expireIn(allowedNanos(next));
    }

    private long allowedNanos(Phase next) {
        return switch (next) {
            case HEAD -> limits.headerTime().toNanos();
            case IDLE, BODY, RESPONSE -> limits.idleTime().toNanos();
            case LINGER -> LINGER_NANOS;
            case ANSWER, UPGRADED -> NEVER;
        };
    }

    /** Something moved. In a response that prolongs the deadline: a slow client is fine as long as it takes bytes. */
    void touch() {
        lastActivity = System.nanoTime();
        if (phase == Phase.RESPONSE || phase == Phase.IDLE) {
            expireIn(limits.idleTime().toNanos());
        }
    }

    /** Sets the deadline. One alarm serves many deadlines: when it rings early, it is set again for the rest. */
    private void expireIn(long nanos) {
        if (nanos == NEVER) {
            cancelAlarm();
            return;
        }
        deadline = System.nanoTime() + nanos;
        if (wakeAt == NEVER || deadline - wakeAt < 0) {
            cancelAlarm();
            setAlarm(nanos);
        }
    }

    private void setAlarm(long nanos) {
        if (channel.isOpen()) {
            wakeAt = deadline;
            alarm = channel.eventLoop().schedule(this::ring, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void cancelAlarm() {
        ScheduledFuture<?> pending = alarm;
        if (pending != null) {
            pending.cancel(false);
        }
        alarm = null;
        wakeAt = NEVER;
    }

    private void ring() {
        alarm = null;
        wakeAt = NEVER;
        long left = deadline - System.nanoTime();
        if (left > 0) {
            setAlarm(left);
        } else {
            expire();
        }
    }

    private void expire() {
        switch (phase) {
            case HEAD, BODY -> refuse(Refusal.TIMEOUT);
            case IDLE, RESPONSE -> {
                refusals.record(Refusal.IDLE);
                channel.close();
            }
            case LINGER -> channel.close();
            case ANSWER, UPGRADED -> cancelAlarm();
        }
    }

    /** Counts it, answers with its status and closes; what the client still sends is dropped. */
    void refuse(Refusal refusal) {
        refusals.record(refusal);
        decoder.discard();
        StreamWriter current = stream;
        if (current == null || current.giveWay()) {
            writer.refuse(refusal.status(), decoder.isHead());
            linger();
        }
    }

    /** Closes from our side once everything is written, and for good when the client does too, or after a while. */
    private void linger() {
        enter(Phase.LINGER);
        reading(Read.GO_ON);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    /** Closes once everything is written. */
    void closeWhenWritten() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** The response is in the socket's hands: the next request may be read, or nothing more. */
    void responded(boolean isKeepAlive) throws Exception {
        if (isKeepAlive && !isDraining) {
            decoder.resume();
        } else {
            decoder.discard();
            linger();
        }
    }

    void reading(Read read) {
        // Whoever took an upgraded channel over has its own reading on.
        channel.config().setAutoRead(read == Read.GO_ON || phase == Phase.UPGRADED);
    }

    /** Takes no further request: closes now if there is none, else after the response. */
    void drain() {
        isDraining = true;
        if (phase == Phase.IDLE || phase == Phase.HEAD || phase == Phase.UPGRADED) {
            channel.close();
        }
    }

    /** Drains from any thread. */
    void drainSoon() {
        channel.eventLoop().execute(this::drain);
    }

    /** Closes now, from any thread. */
    void close() {
        channel.close();
    }

    /** The channel is closed: gives back what was held. */
    void closed() {
        cancelAlarm();
        writer.abandon();
        StreamWriter current = stream;
        if (current != null) {
            current.gone();
        }
    }
}
