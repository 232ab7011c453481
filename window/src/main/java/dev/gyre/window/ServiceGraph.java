package dev.gyre.window;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Which service waits for which. */
final class ServiceGraph {

    private final List<Service> services;
    private final IdentityHashMap<Service, List<Service>> needed = new IdentityHashMap<>();

    /**
     * Resolves what each needs.
     *
     * @throws IllegalArgumentException if one needs what is not there or has no time to start, or some need each other
     */
    ServiceGraph(List<Service> services) {
        this.services = services;
        services.forEach(ServiceGraph::requireTime);
        services.forEach(service -> needed.put(service, neededBy(service)));
        requireNoCycle();
    }

    private static void requireTime(Service service) {
        Duration time = service.startTime();
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(nameOf(service) + ": startTime: " + time + " (expected: > 0)");
        }
    }

    private List<Service> neededBy(Service service) {
        List<Service> found = new ArrayList<>();
        for (Class<?> type : service.needs()) {
            List<Service> ofType = services.stream()
                    .filter(other -> other != service && type.isInstance(other))
                    .toList();
            if (ofType.isEmpty()) {
                throw new IllegalArgumentException(
                        nameOf(service) + " needs " + type.getName() + " (expected: another registered service)");
            }
            found.addAll(ofType);
        }
        return found;
    }

    private void requireNoCycle() {
        Set<Service> done = identities();
        for (List<Service> ready = ready(done, done); !ready.isEmpty(); ready = ready(done, done)) {
            done.addAll(ready);
        }
        List<String> left = services.stream()
                .filter(service -> !done.contains(service))
                .map(ServiceGraph::nameOf)
                .toList();
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("services that need each other: " + left + " (expected: none)");
        }
    }

    /** Those that were not launched, and can start now that others run; both are sets of {@link #identities()}. */
    List<Service> ready(Set<Service> launched, Set<Service> running) {
        return services.stream()
                .filter(service ->
                        !launched.contains(service) && running.containsAll(needed.getOrDefault(service, List.of())))
                .toList();
    }

    /** For services, of which two may be equal and are not the same. */
    static Set<Service> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    List<Service> services() {
        return services;
    }

    static String nameOf(Service service) {
        String whole = service.getClass().getName();
        return whole.substring(Math.max(whole.lastIndexOf('.'), whole.lastIndexOf('$')) + 1);
    }
}
