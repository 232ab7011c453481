package dev.gyre.bench.stages;

import dev.gyre.window.Application;
import dev.gyre.window.ApplicationException;
import dev.gyre.window.InMemoryBackend;
import dev.gyre.window.Service;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Stage 21: the start of an application with five services. Both arms start the same application; its services are its own
 * in one, and are called one after the other in the other.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(2)
public class Stage21Services {

    private static final String FAILING = "one failing";

    /** What the services need of each other, and what they do. */
    @Param({"5 x 50 ms", "chain", "diamond", FAILING, "CPU-bound"})
    @SuppressWarnings("NullAway.Init") // set by JMH
    public String shape;

    private final AtomicInteger running = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // set by create
    private List<Service> services;

    @SuppressWarnings("NullAway.Init") // set by create
    private Application without;

    @SuppressWarnings("NullAway.Init") // set by create
    private Application with;

    /** Made by JMH. */
    public Stage21Services() {}

    /** Makes the applications. */
    @Setup(Level.Invocation)
    public void create() {
        running.set(0);
        services = StartedServices.of(shape, running);
        without = Application.create(options -> options.backend(InMemoryBackend.create()));
        with = Application.create(options -> {
            options.backend(InMemoryBackend.create());
            services.forEach(options::service);
        });
    }

    /** Closes them. */
    @TearDown(Level.Invocation)
    public void close() {
        without.close();
        with.close();
    }

    /**
     * In the order of registration.
     *
     * @return how many run
     * @throws Exception if one refuses that should not
     */
    @Benchmark
    public int naive() throws Exception {
        without.start();
        try {
            for (Service service : services) {
                service.start(without);
            }
        } catch (IllegalStateException refused) {
            return require(refused);
        }
        return require(null);
    }

    /**
     * As the application starts them.
     *
     * @return how many run
     */
    @Benchmark
    public int gyre() {
        try {
            with.start();
        } catch (ApplicationException refused) {
            return require(refused);
        }
        return require(null);
    }

    private int require(@Nullable Exception refused) {
        boolean isFailing = shape.equals(FAILING);
        Require.same("refused", isFailing, refused != null);
        if (!isFailing) {
            Require.same("services", services.size(), running.get());
        }
        return running.get();
    }
}
