package dev.gyre.ipc.bindgen;

import dev.gyre.event.EventPattern;
import dev.gyre.ipc.Binding;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The methods that some services open to pages, by name: found by the rules of the runtime's own table. */
final class Bindings {

    private final Map<String, BoundCall> calls = new TreeMap<>();

    /**
     * Adds the annotated methods of a service.
     *
     * @throws BindgenException if it has none, or one has no name of its own
     */
    void add(Class<?> service) {
        List<Method> open = annotated(service);
        if (open.isEmpty()) {
            throw new BindgenException(
                    "service: " + service.getName() + " (expected: a class with at least one @Binding method)");
        }
        open.forEach(method -> add(new BoundCall(name(service, method), service, method)));
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

    /** The most derived declaration decides: an override that is not annotated closes what it overrides. */
    private static List<Method> annotated(Class<?> service) {
        List<Method> open = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Class<?> c = service; c != null && c != Object.class; c = c.getSuperclass()) {
            List<Method> own = List.of(c.getDeclaredMethods());
            own.stream().filter(bridge -> isOverride(bridge, own)).forEach(bridge -> seen.add(signature(bridge)));
            for (Method method : own) {
                // Compilers copy annotations onto bridges: those are the same method under erased types.
                if (!method.isBridge()
                        && !method.isSynthetic()
                        && seen.add(signature(method))
                        && method.isAnnotationPresent(Binding.class)) {
                    open.add(method);
                }
            }
        }
        return open;
    }

    /**
     * Whether a bridge stands for a method of its own class that overrides one under other, erased types. So that an override
     * which is not annotated closes what it overrides there too.
     */
    private static boolean isOverride(Method bridge, List<Method> own) {
        return bridge.isBridge() && own.stream().anyMatch(method -> !method.isBridge() && standsFor(bridge, method));
    }

    private static boolean standsFor(Method bridge, Method method) {
        Class<?>[] erased = bridge.getParameterTypes();
        Class<?>[] actual = method.getParameterTypes();
        return method.getName().equals(bridge.getName())
                && erased.length == actual.length
                && !Arrays.equals(erased, actual)
                && IntStream.range(0, erased.length).allMatch(i -> erased[i].isAssignableFrom(actual[i]));
    }

    private static String signature(Method method) {
        String owner = Modifier.isPrivate(method.getModifiers())
                ? method.getDeclaringClass().getName() + " "
                : "";
        return owner + method.getName() + Arrays.toString(method.getParameterTypes());
    }

    private static String name(Class<?> service, Method method) {
        String given = method.getAnnotation(Binding.class).value();
        return given.isEmpty() ? service.getSimpleName() + "." + method.getName() : given;
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
