package dev.gyre.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services start beside each other and after what they need; whatever one does, the start and the end come to an end. */
@Timeout(60)
final class ServicesTest {

    private static final Duration SHORT = Duration.ofMillis(100);

    private final Queue<String> life = new ConcurrentLinkedQueue<>();

    /** Tells of its life. */
    private abstract class Told implements Service {

        void begin() throws Exception {}

        @Override
        public void start(Application application) throws Exception {
            begin();
            life.add(this + " runs");
        }

        @Override
        public void stop() throws Exception {
            life.add(this + " stopped");
        }

        @Override
        public String toString() {
            return getClass().getSimpleName();
        }
    }

    private class Config extends Told {}

    private final class Store extends Told {
        @Override
        public Set<Class<?>> needs() {
            return Set.of(Config.class);
        }
    }

    private final class Mail extends Told {
        @Override
        public Set<Class<?>> needs() {
            return Set.of(Store.class, Config.class);
        }
    }

    private final class Refusing extends Told {
        private final CountDownLatch until;

        Refusing(CountDownLatch until) {
            this.until = until;
        }

        @Override
        void begin() throws Exception {
            until.await();
            throw new IOException("no database");
        }
    }

    /** Starts until it is interrupted. */
    private final class Endless extends Told {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);
        private final Duration time;

        Endless(Duration time) {
            this.time = time;
        }

        @Override
        public Duration startTime() {
            return time;
        }

        @Override
        void begin() throws Exception {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
        }
    }

    /** Heeds no interrupt, in its start or in its stop. */
    private final class Deaf extends Told {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        private final boolean isDeafInStart;

        Deaf(boolean isDeafInStart) {
            this.isDeafInStart = isDeafInStart;
        }

        /** So that it is the first to be stopped. */
        @Override
        public Set<Class<?>> needs() {
            return isDeafInStart ? Set.of() : Set.of(Config.class);
        }

        private void hang() {
            begun.countDown();
            boolean hangs = true;
            while (hangs) {
                try {
                    hangs = !goOn.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException ignored) {
                    life.add(this + " is deaf");
                }
            }
        }

        @Override
        void begin() {
            if (isDeafInStart) {
                hang();
            }
        }

        @Override
        public void stop() throws Exception {
            if (!isDeafInStart) {
                hang();
            }
            super.stop();
        }
    }

    private static Application application(Service... services) {
        return Application.create(options -> {
            options.backend(InMemoryBackend.create());
            List.of(services).forEach(options::service);
        });
    }

    private static Services services(Service... services) {
        return new Services(List.of(services), new StartTrace(), SHORT);
    }

    @Test
    void startBesideEachOther() {
        CyclicBarrier both = new CyclicBarrier(2);
        final class Meeting implements Service {
            @Override
            public void start(Application application) throws InterruptedException, BrokenBarrierException {
                both.await();
            }
        }

        try (Application app = application(new Meeting(), new Meeting())) {
            app.start();
        }

        assertThat(both.isBroken()).isFalse();
    }

    private record Equal(String name) implements Service {}

    private record AfterAll(Set<Class<?>> needs) implements Service {}

    @Test
    void areWaitedForEachEvenIfTheyAreEqual() {
        Service one = new Equal("twin");
        Service other = new Equal("twin");
        Service after = new AfterAll(Set.of(Equal.class));
        ServiceGraph graph = new ServiceGraph(List.of(one, other, after));
        Set<Service> launched = ServiceGraph.identities();
        Set<Service> running = ServiceGraph.identities();

        launched.addAll(graph.ready(launched, running));
        running.add(one);
        assertThat(launched).hasSize(2);
        assertThat(graph.ready(launched, running)).isEmpty();

        running.add(other);
        assertThat(graph.ready(launched, running)).containsExactly(after);
    }

    @Test
    void startAfterWhatTheyNeedAndStopBeforeIt() {
        application(new Mail(), new Store(), new Config()).start().close();

        assertThat(life)
                .containsExactly(
                        "Config runs", "Store runs", "Mail runs", "Mail stopped", "Store stopped", "Config stopped");
    }

    @Test
    void needNothingThatIsNotThere() {
        assertThatThrownBy(() -> application(new Store()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Store needs " + Config.class.getName() + " (expected: another registered service)");
    }

    @Test
    void needNotEachOther() {
        final class Chicken implements Service {
            @Override
            public Set<Class<?>> needs() {
                return Set.of(Egg.class);
            }
        }

        assertThatThrownBy(() -> application(new Config(), new Chicken(), new Egg(Chicken.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("services that need each other: \\[\\w*Chicken, Egg] \\(expected: none\\)");
    }

    private record Egg(Class<?> chicken) implements Service {
        @Override
        public Set<Class<?>> needs() {
            return Set.of(chicken);
        }
    }

    @Test
    void areStoppedAndInterruptedWhenOneRefuses() throws InterruptedException {
        Endless endless = new Endless(Duration.ofSeconds(30));
        Application app = application(new Config(), endless, new Refusing(endless.begun), new Store());

        assertThatThrownBy(app::start)
                .isInstanceOf(ApplicationException.class)
                .hasMessage("service Refusing did not start")
                .hasRootCauseMessage("no database");

        assertThat(endless.interrupted.await(0, TimeUnit.SECONDS)).isTrue();
        assertThat(app.isClosed()).isTrue();
        assertThat(life).contains("Config runs").endsWith("Config stopped").doesNotContain("Endless stopped");
    }

    @Test
    void haveADeadline() {
        Application app = application(new Config(), new Endless(SHORT));

        assertThatThrownBy(app::start)
                .isInstanceOf(ApplicationException.class)
                .hasMessage("service Endless did not start within PT0.1S");

        assertThat(life).containsExactly("Config runs", "Config stopped");
    }

    @Test
    void areStoppedIfTheyStartAfterAll() throws InterruptedException {
        Deaf deaf = new Deaf(true);
        Services services = services(deaf, new Refusing(deaf.begun));
        Application app = application();

        assertThatThrownBy(() -> services.start(app)).hasMessage("service Refusing did not start");
        services.stop();
        assertThat(life).containsExactly("Deaf is deaf");

        deaf.goOn.countDown();
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); life.size() < 3; ) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
        assertThat(life).containsExactly("Deaf is deaf", "Deaf runs", "Deaf stopped");
        app.close();
    }

    @Test
    void keepNobodyFromStopping() {
        Deaf deaf = new Deaf(false);
        Services services = services(new Config(), deaf);
        Application app = application();
        services.start(app);

        services.stop();

        assertThat(life).contains("Config stopped").doesNotContain("Deaf stopped");
        deaf.goOn.countDown();
        app.close();
    }

    @Test
    void endWithAnApplicationThatIsClosedMeanwhile() throws InterruptedException {
        Endless endless = new Endless(Duration.ofSeconds(30));
        Application app = application(new Config(), endless);
        CompletableFuture<Void> starting = CompletableFuture.runAsync(app::start);
        endless.begun.await();

        app.close();

        assertThatThrownBy(starting::join).hasRootCauseMessage("the application was closed while its services started");
        assertThat(life).containsExactly("Config runs", "Config stopped");
    }

    @Test
    void mayCloseTheApplicationAsTheyStart() {
        final class Quitting implements Service {
            @Override
            public void start(Application application) {
                application.close();
            }
        }
        Application app = application(new Quitting());

        assertThatThrownBy(app::start)
                .isInstanceOf(ApplicationException.class)
                .hasMessageStartingWith("the application was closed while ");

        app.awaitClose();
        assertThat(app.startTrace().steps()).map(StartTrace.Step::name).doesNotContain("in-memory");
    }

    @Test
    void leaveNoThread() {
        application(new Config(), new Store()).start().close();

        assertThat(Thread.getAllStackTraces().keySet())
                .map(Thread::getName)
                .doesNotContain("gyre-service-Config", "gyre-service-Store");
    }
}
