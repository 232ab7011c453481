package dev.gyre.event;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The options of an {@link EventBus}. Values are checked as they are set. Not thread-safe, and of no use after the bus
 * was made.
 */
public final class EventBusOptions {

    private final Map<String, LaneOptions> lanes = new LinkedHashMap<>();
    private int workers = 1;
    private Waiting waiting = Waiting.ADAPTIVE;
    private Duration handlerBudget = Duration.ofMillis(50);
    private Duration closeDeadline = Duration.ofSeconds(5);
    private ErrorHandler errorHandler = new LoggingErrorHandler();

    EventBusOptions() {
        lanes.put(Lane.WINDOW_MESSAGES, new LaneOptions(128));
        lanes.put(Lane.APPLICATION_EVENTS, new LaneOptions(1024));
        lanes.put(Lane.WEBVIEW_REQUESTS, new LaneOptions(128));
    }

    /**
     * How many worker threads read the lanes. One by default: it keeps the batches together, and on the machines
     * measured a second one only pays when handlers themselves are the work.
     *
     * @param workers 1 to 64
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public EventBusOptions workers(int workers) {
        if (workers < 1 || workers > 64) {
            throw new IllegalArgumentException("workers: " + workers + " (expected: 1..64)");
        }
        this.workers = workers;
        return this;
    }

    /**
     * What idle workers do; {@link Waiting#ADAPTIVE} by default.
     *
     * @param waiting the policy
     * @return this
     */
    public EventBusOptions waiting(Waiting waiting) {
        this.waiting = Objects.requireNonNull(waiting, "waiting");
        return this;
    }

    /**
     * Configures a lane, one of the three that every bus has or a new one.
     *
     * @param name the lane's name
     * @param configure sets its options
     * @return this
     */
    public EventBusOptions lane(String name, Consumer<LaneOptions> configure) {
        configure.accept(lanes.computeIfAbsent(Objects.requireNonNull(name, "name"), any -> new LaneOptions(1024)));
        return this;
    }

    /**
     * Who is told of what handlers, hooks and executors throw; by default they are logged, at most ten a second.
     *
     * @param errorHandler the handler
     * @return this
     */
    public EventBusOptions onError(ErrorHandler errorHandler) {
        this.errorHandler = Objects.requireNonNull(errorHandler, "errorHandler");
        return this;
    }

    /**
     * How long {@link EventBus#close()} may drain; 5 s by default.
     *
     * @param deadline zero or more
     * @return this
     * @throws IllegalArgumentException if negative
     */
    public EventBusOptions closeDeadline(Duration deadline) {
        if (deadline.isNegative()) {
            throw new IllegalArgumentException("closeDeadline: " + deadline + " (expected: zero or more)");
        }
        this.closeDeadline = deadline;
        return this;
    }

    /**
     * How long a handler may keep its worker; 50 ms by default. One that takes longer is reported with a
     * {@link BlockedHandlerException}, the worker's other subscriptions go on without it on a new thread, and its own
     * events wait in a mailbox of {@value Delivery#DEFAULT_CAPACITY} that drops the oldest, until it returns.
     *
     * @param budget the time, or zero to wait for handlers however long they take
     * @return this
     * @throws IllegalArgumentException if negative
     */
    public EventBusOptions handlerBudget(Duration budget) {
        if (budget.isNegative()) {
            throw new IllegalArgumentException("handlerBudget: " + budget + " (expected: zero or more)");
        }
        this.handlerBudget = budget;
        return this;
    }

    Duration handlerBudget() {
        return handlerBudget;
    }

    Map<String, LaneOptions> lanes() {
        return lanes;
    }

    int workers() {
        return workers;
    }

    Waiting waiting() {
        return waiting;
    }

    ErrorHandler errorHandler() {
        return errorHandler;
    }

    Duration closeDeadline() {
        return closeDeadline;
    }
}
