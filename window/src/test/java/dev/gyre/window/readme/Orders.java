package dev.gyre.window.readme;

import dev.gyre.event.Event;
import dev.gyre.event.EventBus;
import dev.gyre.event.EventType;
import dev.gyre.event.Verdict;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** The README's second example. */
final class Orders {
    record Order(long id, String item) {}

    static final EventType<Order> PLACED = EventType.of("order.placed", Order.class);

    final List<Order> count = new CopyOnWriteArrayList<>();
    final List<Order> shipped = new CopyOnWriteArrayList<>();
    final List<Event<?>> audited = new CopyOnWriteArrayList<>();

    void ship(Order order) {
        shipped.add(order);
    }

    void audit(Event<?> event) {
        audited.add(event);
    }

    void use(EventBus bus, Executor executor) {
        bus.on(PLACED, order -> count.add(order)); // on a worker: short, never blocking
        bus.on(PLACED, executor, order -> ship(order)); // through a bounded mailbox: UI thread, I/O, anything
        bus.stream("order.*").subscribe(this::audit); // a Flux with demand
        bus.hook(PLACED, order -> order.id() > 0 ? Verdict.PASS : Verdict.veto("no id"));
        bus.publish(PLACED, new Order(42, "tea"));
    }
}
