package dev.gyre.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Publishes typed events over bounded lanes to handlers and streams.
 *
 * <pre>{@code
 * record Order(long id, String item) {}
 * static final EventType<Order> PLACED = EventType.of("order.placed", Order.class);
 *
 * try (var bus = EventBus.create()) {
 *     bus.on(PLACED, order -> count.add(order));               // on a worker: short, never blocking
 *     bus.on(PLACED, executor, order -> ship(order));          // through a bounded mailbox
 *     bus.stream("order.*").subscribe(this::audit);            // a Flux with demand
 *     bus.publish(PLACED, new Order(42, "tea"));
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> Every method may be called from any thread, handlers included. Only {@link #publish} and
 * {@link #close()} may wait, and they too never wait on a thread for which
 * {@link reactor.core.scheduler.Schedulers#isNonBlockingThread} holds; workers are such threads.
 *
 * <p><b>Order.</b> One thread's events on one lane reach each subscriber in publish order, and all subscribers of a lane
 * agree on one total order. Those that one worker serves hear an event in the order in which they subscribed. Nothing is
 * promised between lanes.
 *
 * <p><b>Failures.</b> Whatever a handler throws, Errors included, is reported to the {@link ErrorHandler}, and the
 * handler stays subscribed.
 */
public interface EventBus extends AutoCloseable {

    /**
     * Published for each event that was accepted though nobody subscribed to its type; a sticky type counts as heard by
     * those to come. It is offered and never waits: when the lane of application events is full it is refused there.
     * Patterns and streams of a lane do not hear it: it is asked for by type.
     */
    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    EventType<Event> UNHEARD = EventType.of("gyre.event.unheard", Event.class);

    /**
     * A bus with the default options, started.
     *
     * @return the bus
     */
    static EventBus create() {
        return create(options -> {});
    }

    /**
     * A bus, started.
     *
     * @param configure sets the options
     * @return the bus
     * @throws IllegalArgumentException if an option is out of its range; nothing is started then
     */
    static EventBus create(Consumer<EventBusOptions> configure) {
        EventBusOptions options = new EventBusOptions();
        configure.accept(options);
        return new RingEventBus(options).start();
    }

    /**
     * Publishes an event, waiting for room up to the lane's deadline if the lane blocks and the thread may.
     *
     * @param type the type
     * @param payload the payload
     * @param <T> the payload's class
     * @throws PublishException if it was rejected, vetoed, or the bus is closed
     * @throws IllegalArgumentException if the type's name is taken by another payload class or lane, or its lane unknown
     */
    <T> void publish(EventType<T> type, T payload);

    /**
     * Offers an event and never waits.
     *
     * @param type the type
     * @param payload the payload
     * @param <T> the payload's class
     * @return what became of it
     * @throws IllegalArgumentException if the type's name is taken by another payload class or lane, or its lane unknown
     */
    <T> PublishResult tryPublish(EventType<T> type, T payload);

    /**
     * Calls a handler on a worker with each event of a type.
     *
     * @param type the type
     * @param handler called with the payload, one event at a time; short, never blocking
     * @param <T> the payload's class
     * @return the subscription, whose close is the undo
     */
    default <T> Subscription on(EventType<T> type, Consumer<? super T> handler) {
        return on(type, Delivery.onWorker(), handler);
    }

    /**
     * Calls a handler on an executor with each event of a type, through a bounded mailbox.
     *
     * @param type the type
     * @param executor runs the handler, one event at a time and in order
     * @param handler called with the payload
     * @param <T> the payload's class
     * @return the subscription, whose close is the undo
     */
    default <T> Subscription on(EventType<T> type, Executor executor, Consumer<? super T> handler) {
        return on(type, Delivery.on(executor), handler);
    }

    /**
     * Calls a handler with each event of a type.
     *
     * @param type the type
     * @param delivery where and how
     * @param handler called with the payload, one event at a time
     * @param <T> the payload's class
     * @return the subscription, whose close is the undo
     */
    <T> Subscription on(EventType<T> type, Delivery delivery, Consumer<? super T> handler);

    /**
     * Calls a handler on a worker with the next event of a type, then closes the subscription.
     *
     * @param type the type
     * @param handler called at most once
     * @param <T> the payload's class
     * @return the subscription, whose close is the undo
     */
    <T> Subscription once(EventType<T> type, Consumer<? super T> handler);

    /**
     * Calls a handler on a worker with each event whose name matches a pattern.
     *
     * @param pattern the pattern, as {@link EventPattern} describes
     * @param handler called with the event, one at a time; short, never blocking
     * @return the subscription, whose patterns may change
     * @throws IllegalArgumentException if the pattern is not well formed
     */
    default PatternSubscription on(String pattern, Consumer<? super Event<?>> handler) {
        return on(pattern, Delivery.onWorker(), handler);
    }

    /**
     * Calls a handler with each event whose name matches a pattern.
     *
     * @param pattern the pattern, as {@link EventPattern} describes
     * @param delivery where and how
     * @param handler called with the event, one at a time
     * @return the subscription, whose patterns may change
     * @throws IllegalArgumentException if the pattern is not well formed
     */
    default PatternSubscription on(String pattern, Delivery delivery, Consumer<? super Event<?>> handler) {
        return on(List.of(pattern), delivery, handler);
    }

    /**
     * Calls a handler with each event whose name matches any of some patterns, once an event.
     *
     * @param patterns the patterns, as {@link EventPattern} describes; none at all is a beginning too
     * @param delivery where and how
     * @param handler called with the event, one at a time
     * @return the subscription, whose patterns may change
     * @throws IllegalArgumentException if a pattern is not well formed
     */
    PatternSubscription on(List<String> patterns, Delivery delivery, Consumer<? super Event<?>> handler);

    /**
     * The events of a type as a stream, one subscription for each subscriber. Events that come while there is no demand
     * wait in a buffer of {@value Delivery#DEFAULT_CAPACITY}; when it is full the stream ends with an error.
     *
     * @param type the type
     * @param <T> the payload's class
     * @return the stream; completes when the bus is closed
     */
    default <T> Flux<T> stream(EventType<T> type) {
        return stream(type, Delivery.buffered(Delivery.DEFAULT_CAPACITY, Overflow.ERROR));
    }

    /**
     * The events of a type as a stream, one subscription for each subscriber.
     *
     * @param type the type
     * @param delivery the buffer, from {@link Delivery#buffered}
     * @param <T> the payload's class
     * @return the stream; completes when the bus is closed
     */
    <T> Flux<T> stream(EventType<T> type, Delivery delivery);

    /**
     * The events whose name matches a pattern as a stream, buffered as {@link #stream(EventType)}.
     *
     * @param pattern the pattern, as {@link EventPattern} describes
     * @return the stream; completes when the bus is closed
     */
    default Flux<Event<?>> stream(String pattern) {
        return stream(pattern, Delivery.buffered(Delivery.DEFAULT_CAPACITY, Overflow.ERROR));
    }

    /**
     * The events whose name matches a pattern as a stream, one subscription for each subscriber.
     *
     * @param pattern the pattern, as {@link EventPattern} describes
     * @param delivery the buffer, from {@link Delivery#buffered}
     * @return the stream; completes when the bus is closed
     */
    Flux<Event<?>> stream(String pattern, Delivery delivery);

    /**
     * All events of a lane as a stream, buffered as {@link #stream(EventType)}.
     *
     * @param lane the lane's name
     * @return the stream; completes when the bus is closed
     * @throws IllegalArgumentException if there is no such lane
     */
    default Flux<Event<?>> streamLane(String lane) {
        return streamLane(lane, Delivery.buffered(Delivery.DEFAULT_CAPACITY, Overflow.ERROR));
    }

    /**
     * All events of a lane as a stream, in the lane's order, one subscription for each subscriber.
     *
     * @param lane the lane's name
     * @param delivery the buffer, from {@link Delivery#buffered}
     * @return the stream; completes when the bus is closed
     * @throws IllegalArgumentException if there is no such lane
     */
    Flux<Event<?>> streamLane(String lane, Delivery delivery);

    /**
     * Registers a hook, called before each event of a type is published, after those registered earlier.
     *
     * @param type the type
     * @param hook the hook
     * @param <T> the payload's class
     * @return the undo
     */
    default <T> Registration hook(EventType<T> type, Hook<? super T> hook) {
        return hook(type, hook, OnHookFailure.VETO);
    }

    /**
     * Registers a hook, called before each event of a type is published, after those registered earlier.
     *
     * @param type the type
     * @param hook the hook
     * @param onFailure what the publisher learns if the hook throws
     * @param <T> the payload's class
     * @return the undo
     */
    <T> Registration hook(EventType<T> type, Hook<? super T> hook, OnHookFailure onFailure);

    /**
     * Replies to requests on a worker: the replier must be short and must not block; what takes longer belongs into the
     * {@code Mono} it returns.
     *
     * @param type the type
     * @param replier gives the reply to a question
     * @param <Q> the question's class
     * @param <R> the reply's class
     * @return the subscription, whose close is the undo
     */
    default <Q, R> Subscription reply(
            RequestType<Q, R> type, Function<? super Q, ? extends Mono<? extends R>> replier) {
        return reply(type, Delivery.onWorker(), replier);
    }

    /**
     * Replies to requests. Of several repliers to one type the first reply counts. What a replier throws, or its
     * {@code Mono} ends with, is the requester's outcome.
     *
     * @param type the type
     * @param delivery where the replier runs
     * @param replier gives the reply to a question
     * @param <Q> the question's class
     * @param <R> the reply's class
     * @return the subscription, whose close is the undo
     */
    <Q, R> Subscription reply(
            RequestType<Q, R> type, Delivery delivery, Function<? super Q, ? extends Mono<? extends R>> replier);

    /**
     * Asks, once for each subscriber of the result, which has exactly one outcome: the reply; empty, if that is the reply;
     * the replier's error; a {@link java.util.concurrent.TimeoutException} at the deadline; an
     * {@link IllegalStateException} if nobody replies to the type; a {@link PublishException} if the lane is full.
     *
     * @param type the type
     * @param question what is asked
     * @param deadline how long to wait for the reply
     * @param <Q> the question's class
     * @param <R> the reply's class
     * @return the reply, on the replier's thread; an expired deadline on Reactor's timer
     */
    <Q, R> Mono<R> request(RequestType<Q, R> type, Q question, Duration deadline);

    /**
     * Whether any subscription would hear an event of this type now. Publishers use it to spare the work of making one.
     *
     * @param type the type
     * @return true if at least one subscription matches
     */
    boolean isHeard(EventType<?> type);

    /**
     * The types this bus has met, by name.
     *
     * @param name a type's name
     * @return the type, or null if none of that name was published, subscribed to or hooked here
     */
    @Nullable
    EventType<?> type(String name);

    /**
     * Makes a type known before anything else is done with it, so that it can be found by {@link #type(String)}.
     *
     * @param type the type
     * @throws IllegalArgumentException if the type's name is taken by another payload class or lane, or its lane unknown
     */
    void register(EventType<?> type);

    /**
     * The lanes, in the order they were declared.
     *
     * @return the lanes; fixed for the life of the bus
     */
    List<Lane> lanes();

    /**
     * The subscriptions that are open now.
     *
     * @return a snapshot
     */
    List<Subscription> subscriptions();

    /**
     * The types this bus has met, and what became of them.
     *
     * @return a snapshot
     */
    List<TypeAccount> types();

    /**
     * The whole bus as text, for a bug report: lanes with their accounts, workers and what they are doing, subscriptions,
     * types. Prints no payload.
     *
     * @return many lines
     */
    String dump();

    /**
     * Switches the measuring of delivery latency on or off. While on it costs two readings of the clock for each event.
     *
     * @param on whether to measure from now on
     */
    void measureLatency(boolean on);

    /**
     * Starts to close: refuses new events at once, delivers what was accepted until the deadline, then stops the workers.
     * Idempotent and callable from anywhere: it never blocks; the first call's deadline counts.
     *
     * @param deadline how long the drain may take
     * @return the outcome, emitted once the last worker has ended
     */
    Mono<CloseReport> close(Duration deadline);

    /**
     * Closes with the deadline of the options and waits for the outcome, except on a thread that must not block, where
     * it only starts the close. A thread that is interrupted stops waiting, and stays interrupted; the close goes on.
     */
    @Override
    void close();
}
