package dev.gyre.ipc.bindgen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The models that have been reached, in which directions, and their names: the simple one, and where several classes
 * share that, as much of what encloses them as tells them apart: {@code shop_Item}, {@code Cart_Item}.
 */
final class TypeNames {

    private final Map<Class<?>, Map<Direction, Place>> reached = new TreeMap<>(Comparator.comparing(Class::getName));
    private final Map<String, List<Class<?>>> sharing = new HashMap<>();

    /** How much has been reached; it only grows. */
    private int size;

    int size() {
        return size;
    }

    /** Notes that a class is used somewhere, and gives its name as far as clashes are known. */
    String use(Class<?> type, Place place) {
        Map<Direction, Place> directions = reached.get(type);
        if (directions == null) {
            directions = new EnumMap<>(Direction.class);
            reached.put(type, directions);
            sharing.computeIfAbsent(type.getSimpleName(), name -> new ArrayList<>())
                    .add(type);
        }
        if (directions.putIfAbsent(place.direction(), place) == null) {
            size++;
        }
        return name(type);
    }

    /** The places that were first to use a class, one for each direction. */
    Collection<Place> places(Class<?> type) {
        return reached.getOrDefault(type, Map.of()).values();
    }

    List<Class<?>> reached() {
        return List.copyOf(reached.keySet());
    }

    String name(Class<?> type) {
        String simple = type.getSimpleName();
        List<Class<?>> all = sharing.getOrDefault(simple, List.of());
        if (all.size() <= 1 && Identifiers.isFreeForType(simple)) {
            return simple;
        }
        int segments = 2;
        while (shares(all, type, segments)) {
            segments++;
        }
        return suffix(type, segments);
    }

    private static boolean shares(List<Class<?>> all, Class<?> type, int segments) {
        String own = suffix(type, segments);
        return all.stream()
                .anyMatch(other -> other != type && suffix(other, segments).equals(own));
    }

    private static String suffix(Class<?> type, int segments) {
        String[] parts = type.getName().split("[.$]", -1);
        int from = Math.max(0, parts.length - segments);
        return String.join("_", Arrays.copyOfRange(parts, from, parts.length));
    }
}
