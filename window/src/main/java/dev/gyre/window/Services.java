package dev.gyre.window;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The life of services: each starts as soon as those it needs run, the first refusal ends the start, and they stop in the
 * reverse of the order in which they came to run.
 *
 * <p>One thread starts them, and one stops them later; any other may give up the start. User code runs on threads named
 * after its service.
 */
final class Services {

    /** How long a service may take to stop, and one whose start is given up to come back. */
    static final Duration STOP_TIME = Duration.ofSeconds(5);

    /** Nobody waits longer, and sums of it fit. */
    private static final long LONGEST = TimeUnit.DAYS.toNanos(365);

    private static final System.Logger LOG = System.getLogger(Application.class.getName());

    private final ServiceGraph graph;
    private final StartTrace trace;
    private final Duration stopTime;

    /** Starts that came back, and none where nothing more shall start. */
    private final BlockingQueue<Optional<Job>> returned = new LinkedBlockingQueue<>();

    /** Set by whoever gives the start up, looked at by whoever starts. */
    private volatile boolean isGivenUp;

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** The last one first; guarded by this. */
    private final Deque<Service> running = new ArrayDeque<>();

    /** The time is that which a service may take to stop. */
    Services(List<Service> services, StartTrace trace, Duration stopTime) {
        this.graph = new ServiceGraph(services);
        this.trace = trace;
        this.stopTime = stopTime;
    }

    /** Whether a thread is one of a service, and would wait for itself if it waited for the end. */
    boolean owns(Thread thread) {
        return threads.contains(thread);
    }

    /**
     * Starts all. Blocks until they run.
     *
     * @throws ApplicationException if one refuses or takes too long, or the application is closed meanwhile. The others were
     *     interrupted then; those that run are left to {@link #stop()}, and one that starts later stops by itself
     */
    void start(Application application) {
        Start start = new Start(application);
        try {
            start.all();
        } finally {
            start.giveUp();
        }
    }

    /** One service on its way. */
    private final class Job {
        final Service service;
        final String name;
        final long deadline;
        final Thread thread;

        /** Completed by the service's thread, or by the starting one when it is given up: whoever is first. */
        final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

        Job(Application application, Service service) {
            this.service = service;
            this.name = ServiceGraph.nameOf(service);
            this.deadline = System.nanoTime() + Math.min(TimeUnit.NANOSECONDS.convert(service.startTime()), LONGEST);
            this.thread = thread(name, () -> run(application), this::failed);
        }

        private void run(Application application) throws Exception {
            trace.run("service " + name, () -> service.start(application));
            boolean isInTime = outcome.complete(true);
            returned.add(Optional.of(this));
            if (!isInTime) {
                // Nobody else will stop it.
                service.stop();
            }
        }

        private void failed(Throwable failure) {
            if (!outcome.completeExceptionally(failure)) {
                LOG.log(System.Logger.Level.WARNING, "service " + name + " failed after it was given up", failure);
            }
            returned.add(Optional.of(this));
        }

        /** Waits for it as long, but no longer; whether it runs all the same. */
        boolean giveUp(long giveUpAt) {
            join(thread, giveUpAt - System.nanoTime());
            if (outcome.complete(false)) {
                LOG.log(System.Logger.Level.WARNING, "service {0} does not end its start", name);
            }
            try {
                return outcome.join();
            } catch (CompletionException refused) {
                // Interrupted, or a second refusal: the start fails by the first alone.
                LOG.log(System.Logger.Level.INFO, "service " + name + " did not start either", refused.getCause());
                return false;
            }
        }
    }

    /** One start of all; used by one thread. */
    private final class Start {
        private final Application application;
        private final Set<Service> launched = ServiceGraph.identities();
        private final Set<Service> started = ServiceGraph.identities();
        private final List<Job> underWay = new ArrayList<>();

        Start(Application application) {
            this.application = application;
        }

        void all() {
            while (started.size() < graph.services().size()) {
                if (isGivenUp) {
                    throw new ApplicationException("the application was closed while its services started");
                }
                graph.ready(launched, started).forEach(this::launch);
                next().ifPresent(this::settle);
            }
        }

        private void launch(Service service) {
            Job job = new Job(application, service);
            launched.add(service);
            underWay.add(job);
            job.thread.start();
        }

        private Optional<Job> next() {
            Job first = Collections.min(underWay, Comparator.comparingLong(job -> job.deadline));
            try {
                Optional<Job> next = returned.poll(first.deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new ApplicationException(
                            "service " + first.name + " did not start within " + first.service.startTime());
                }
                return next;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ApplicationException("interrupted while services started", interrupted);
            }
        }

        private void settle(Job job) {
            underWay.remove(job);
            try {
                job.outcome.join();
            } catch (CompletionException refused) {
                throw new ApplicationException(
                        "service " + job.name + " did not start",
                        Objects.requireNonNullElse(refused.getCause(), refused));
            }
            keep(job);
        }

        private void keep(Job job) {
            started.add(job.service);
            synchronized (running) {
                running.push(job.service);
            }
        }

        /** What comes to run all the same is stopped with the others. */
        void giveUp() {
            underWay.forEach(job -> job.thread.interrupt());
            long giveUpAt = System.nanoTime() + stopTime.toNanos();
            underWay.stream().filter(job -> job.giveUp(giveUpAt)).forEach(this::keep);
        }
    }

    /** Has a start that is under way refuse, now or as soon as one begins. Never blocks. */
    void giveUp() {
        isGivenUp = true;
        returned.add(Optional.empty());
    }

    /** Stops those that run, once nobody starts them any more. Blocks, for each as long as it may take. */
    void stop() {
        for (Service service = last(); service != null; service = last()) {
            stop(service);
        }
    }

    private @Nullable Service last() {
        synchronized (running) {
            return running.poll();
        }
    }

    private void stop(Service service) {
        String name = ServiceGraph.nameOf(service);
        Thread thread = thread(
                name,
                service::stop,
                failed -> LOG.log(System.Logger.Level.WARNING, name + " did not close cleanly", failed));
        thread.start();
        if (!join(thread, stopTime.toNanos())) {
            thread.interrupt();
            LOG.log(System.Logger.Level.WARNING, "service {0} did not stop within {1}", name, stopTime);
        }
    }

    private Thread thread(String name, StartTrace.Part part, Consumer<Throwable> failed) {
        Thread thread = new Thread(
                () -> {
                    threads.add(Thread.currentThread());
                    try {
                        part.run();
                    } catch (Throwable failure) {
                        failed.accept(failure);
                    } finally {
                        threads.remove(Thread.currentThread());
                    }
                },
                "gyre-service-" + name);
        thread.setDaemon(true);
        return thread;
    }

    /** Whether it has ended in time. */
    private static boolean join(Thread thread, long nanos) {
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
