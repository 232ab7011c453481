package dev.gyre.bench.stages;

import dev.gyre.window.Application;
import dev.gyre.window.Service;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.infra.Blackhole;

/** Services as applications have them, by the shape of what they need. */
final class StartedServices {

    private static final long MILLIS = 50;

    /** One that waits for something, as for a file, a socket or a database. */
    private abstract static class Waiting implements Service {
        private final AtomicInteger running;
        private final Set<Class<?>> needs;

        Waiting(AtomicInteger running, Set<Class<?>> needs) {
            this.running = running;
            this.needs = needs;
        }

        @Override
        public final Set<Class<?>> needs() {
            return needs;
        }

        void begin() throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(MILLIS);
        }

        @Override
        public final void start(Application application) throws InterruptedException {
            begin();
            running.incrementAndGet();
        }
    }

    private static class First extends Waiting {
        First(AtomicInteger running, Set<Class<?>> needs) {
            super(running, needs);
        }
    }

    private static final class Second extends Waiting {
        Second(AtomicInteger running, Set<Class<?>> needs) {
            super(running, needs);
        }
    }

    private static final class Third extends Waiting {
        Third(AtomicInteger running, Set<Class<?>> needs) {
            super(running, needs);
        }
    }

    private static final class Fourth extends Waiting {
        Fourth(AtomicInteger running, Set<Class<?>> needs) {
            super(running, needs);
        }
    }

    private static final class Fifth extends Waiting {
        Fifth(AtomicInteger running, Set<Class<?>> needs) {
            super(running, needs);
        }
    }

    private static final class Failing extends Waiting {
        Failing(AtomicInteger running) {
            super(running, Set.of());
        }

        @Override
        void begin() throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(MILLIS / 5);
            throw new IllegalStateException("it refuses");
        }
    }

    /** About as long as the others wait, on a core of its own. */
    private static final class Computing extends First {
        Computing(AtomicInteger running) {
            super(running, Set.of());
        }

        @Override
        void begin() {
            Blackhole.consumeCPU(TimeUnit.MILLISECONDS.toNanos(MILLIS) / 2);
        }
    }

    private StartedServices() {}

    /** New ones, each counted once it runs; in an order in which they may start one after the other. */
    static List<Service> of(String shape, AtomicInteger running) {
        Set<Class<?>> none = Set.of();
        return switch (shape) {
            case "5 x 50 ms" ->
                List.of(
                        new First(running, none),
                        new Second(running, none),
                        new Third(running, none),
                        new Fourth(running, none),
                        new Fifth(running, none));
            case "chain" ->
                List.of(
                        new First(running, none),
                        new Second(running, Set.of(First.class)),
                        new Third(running, Set.of(Second.class)),
                        new Fourth(running, Set.of(Third.class)),
                        new Fifth(running, Set.of(Fourth.class)));
            case "diamond" ->
                List.of(
                        new First(running, none),
                        new Second(running, Set.of(First.class)),
                        new Third(running, Set.of(First.class)),
                        new Fourth(running, Set.of(First.class)),
                        new Fifth(running, Set.of(Second.class, Third.class, Fourth.class)));
            case "one failing" ->
                List.of(
                        new First(running, none),
                        new Second(running, none),
                        new Third(running, none),
                        new Fourth(running, none),
                        new Failing(running));
            case "CPU-bound" ->
                List.of(
                        new Computing(running),
                        new Computing(running),
                        new Computing(running),
                        new Computing(running),
                        new Computing(running));
            default -> throw new IllegalArgumentException("shape: " + shape);
        };
    }
}
