package dev.gyre.bench.stages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Listeners by name in a map that is asked for each event: what one writes first. */
final class MapDispatch {

    private MapDispatch() {}

    /** A concurrent map of lists that may be read while they are written. */
    static final class Concurrent implements DispatchArm, DispatchArm.View {

        private final Map<String, List<Consumer<Mark>>> listeners = new ConcurrentHashMap<>();
        private final String name;

        Concurrent(String name, List<Consumer<Mark>> first) {
            this.name = name;
            first.forEach(this::join);
        }

        @Override
        public View view() {
            return this;
        }

        @Override
        public void dispatch(Mark mark) {
            for (Consumer<Mark> listener : listeners.getOrDefault(name, List.of())) {
                listener.accept(mark);
            }
        }

        @Override
        public Runnable join(Consumer<Mark> listener) {
            List<Consumer<Mark>> joined = listeners.computeIfAbsent(name, any -> new CopyOnWriteArrayList<>());
            joined.add(listener);
            return () -> joined.remove(listener);
        }
    }

    /** A plain map under a lock; listeners are called outside of it, on a copy. */
    static final class Locked implements DispatchArm, DispatchArm.View {

        /** Guarded by the lock of this object. */
        private final Map<String, List<Consumer<Mark>>> listeners = new HashMap<>();

        private final String name;

        Locked(String name, List<Consumer<Mark>> first) {
            this.name = name;
            first.forEach(this::join);
        }

        @Override
        public View view() {
            return this;
        }

        @Override
        public void dispatch(Mark mark) {
            List<Consumer<Mark>> hearers;
            synchronized (this) {
                hearers = List.copyOf(listeners.getOrDefault(name, List.of()));
            }
            for (Consumer<Mark> hearer : hearers) {
                hearer.accept(mark);
            }
        }

        @Override
        public synchronized Runnable join(Consumer<Mark> listener) {
            listeners.computeIfAbsent(name, any -> new ArrayList<>()).add(listener);
            return () -> leave(listener);
        }

        private synchronized void leave(Consumer<Mark> listener) {
            listeners.getOrDefault(name, List.of()).remove(listener);
        }
    }
}
