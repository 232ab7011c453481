package dev.gyre.bench.stages;

import dev.gyre.event.DispatchProbe;
import dev.gyre.event.EventType;
import java.util.List;
import java.util.function.Consumer;

/** Gyre's registry, shared by all threads, and a worker's dispatch table for each thread, as on a bus with many workers. */
final class GyreDispatch implements DispatchArm {

    private final DispatchProbe probe = new DispatchProbe();
    private final EventType<Mark> type;
    private final List<Consumer<Mark>> listeners;

    GyreDispatch(String name, List<Consumer<Mark>> listeners) {
        this.type = EventType.of(name, Mark.class);
        this.listeners = listeners;
    }

    @Override
    public View view() {
        Worker made = new Worker(probe.newWorker(), type);
        listeners.forEach(made::join);
        return made;
    }

    private record Worker(DispatchProbe.Worker worker, EventType<Mark> type) implements View {

        @Override
        public void dispatch(Mark mark) {
            worker.dispatch(type, mark);
        }

        @Override
        public Runnable join(Consumer<Mark> listener) {
            return worker.join(type, listener)::close;
        }
    }
}
