package dev.gyre.event;

import java.util.List;

/** The whole bus as text, for a bug report: lanes, workers, subscriptions, types. No payload is printed. */
final class BusDump {

    private BusDump() {}

    static String of(RingEventBus bus, List<Worker> workers) {
        StringBuilder text = new StringBuilder(1024).append(bus).append('\n');
        bus.lanes().forEach(lane -> line(text, lane));
        workers.forEach(worker -> line(text, worker));
        bus.subscriptions().forEach(subscription -> line(text, subscription));
        bus.types()
                .forEach(account -> line(
                        text,
                        account.type() + ": passed " + account.passed() + ", subscriptions "
                                + account.subscriptions()));
        return text.toString();
    }

    private static void line(StringBuilder text, Object what) {
        text.append("  ").append(what).append('\n');
    }
}
