package dev.gyre.bench.stages;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** What the JVM tells of its threads. */
final class ThreadTimes {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ThreadTimes() {}

    /** Threads that are alive and whose names begin so. */
    static List<Thread> named(String beginning) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(beginning))
                .toList();
    }

    /** Platform threads that the JVM has started so far, without its own. */
    static long started() {
        return THREADS.getTotalStartedThreadCount();
    }

    /** CPU time of some threads so far, user and system; all of them must be alive. */
    static long cpuNanos(List<Thread> threads) {
        long sum = 0;
        for (Thread thread : threads) {
            long nanos = THREADS.getThreadCpuTime(thread.getId());
            Require.that(nanos >= 0, "CPU time of " + thread.getName() + ": unknown (expected: a live thread)");
            sum += nanos;
        }
        return sum;
    }
}
