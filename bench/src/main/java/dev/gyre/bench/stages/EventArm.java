package dev.gyre.bench.stages;

import java.util.function.Consumer;
import java.util.function.Predicate;

/** A way to get events from publishers to listeners. */
interface EventArm extends AutoCloseable {

    void listen(Consumer<TestEvent> listener);

    /** A listener that blocks: on an executor of its own where the arm has such a thing. */
    default void listenBlocking(Consumer<TestEvent> listener) {
        listen(listener);
    }

    /** A hook, called before an event is published; false refuses it. */
    void hook(Predicate<TestEvent> hook);

    /** Whether the event will be delivered. */
    boolean publish(TestEvent event);

    /** Events that were lost after they were accepted. */
    default long drops() {
        return 0;
    }

    @Override
    void close();
}
