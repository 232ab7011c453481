package dev.gyre.window;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;

/** Which service waits for which. */
final class ServiceGraph {

    private final List<Service> services;
    private final IdentityHashMap<Service, List<Service>> needed = new IdentityHashMap<>();

    /**
     * Resolves what each needs.
     *
     * @throws IllegalArgumentException if one needs what is not there, or some need each other
     */
    ServiceGraph(List<Service> services) {
        this.services = services;
        services.forEach(service -> needed.put(service, neededBy(service)));
        requireNoCycle();
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
        List<Service> left = new ArrayList<>(services);
        List<Service> done = new ArrayList<>();
        while (true) {
            List<Service> ready = ready(left, done);
            if (ready.isEmpty()) {
                break;
            }
            done.addAll(ready);
            left.removeIf(ready::contains);
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("services that need each other: "
                    + left.stream().map(ServiceGraph::nameOf).toList() + " (expected: none)");
        }
    }

    /** Those that can start once others run. */
    List<Service> ready(Collection<Service> waiting, Collection<Service> running) {
        return waiting.stream()
                .filter(service -> running.containsAll(needed.getOrDefault(service, List.of())))
                .toList();
    }

    List<Service> services() {
        return services;
    }

    static String nameOf(Service service) {
        String whole = service.getClass().getName();
        return whole.substring(Math.max(whole.lastIndexOf('.'), whole.lastIndexOf('$')) + 1);
    }
}
