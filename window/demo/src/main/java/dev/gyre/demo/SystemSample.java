package dev.gyre.demo;

import dev.gyre.event.EventType;

/**
 * The Java machine and the operating system at one moment. A figure the system does not tell is -1.
 *
 * @param at milliseconds since 1970
 * @param processCpu CPU of this process, 0 to 1 of the whole machine
 * @param systemCpu CPU of everything, 0 to 1
 * @param load the system's load average of a minute
 * @param heapUsed bytes
 * @param heapCommitted bytes
 * @param nonHeapUsed bytes
 * @param physicalUsed bytes of the machine's memory
 * @param physicalTotal bytes of the machine's memory
 * @param threads live Java threads
 * @param gcCount collections since the start
 * @param gcMillis time spent in them since the start, in milliseconds
 */
public record SystemSample(
        long at,
        double processCpu,
        double systemCpu,
        double load,
        long heapUsed,
        long heapCommitted,
        long nonHeapUsed,
        long physicalUsed,
        long physicalTotal,
        int threads,
        long gcCount,
        long gcMillis) {

    /** Published at the rate of the sampler. */
    public static final EventType<SystemSample> TYPE = EventType.of("monitor.system", SystemSample.class);
}
