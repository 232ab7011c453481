package dev.gyre.ipc.bindgen;

import dev.gyre.event.EventPattern;
import dev.gyre.ipc.OpenMethods;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The methods that some services open to pages, by name: as the runtime's own table has them. */
final class Bindings {

    private final Map<String, BoundCall> calls = new TreeMap<>();

    /**
     * Adds the annotated methods of a service.
     *
     * @throws BindgenException if it has none, or one has no name of its own
     */
    void add(Class<?> service) {
        List<Method> open = OpenMethods.of(service);
        if (open.isEmpty()) {
            throw new BindgenException(
                    "service: " + service.getName() + " (expected: a class with at least one @Binding method)");
        }
        open.forEach(method -> add(new BoundCall(OpenMethods.name(service, method), service, method)));
    }

    Collection<BoundCall> calls() {
        return calls.values();
    }

    private void add(BoundCall call) {
        requireName(call);
        BoundCall other = calls.putIfAbsent(call.name(), call);
        if (other != null) {
            throw call.refusal("is also " + other.shape() + " (expected: a name of its own: add @Binding(\""
                    + call.name() + "2\") or better)");
        }
    }

    private static void requireName(BoundCall call) {
        try {
            EventPattern.of(call.name());
        } catch (IllegalArgumentException e) {
            throw call.refusal("has no name pages can use (expected: @Binding(\"Some.name\"))");
        }
        if (call.name().contains("*")) {
            throw call.refusal("is a pattern (expected: a name)");
        }
    }
}
