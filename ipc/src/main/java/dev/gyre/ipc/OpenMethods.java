package dev.gyre.ipc;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which methods of a service are open to pages, and under which names: what the runtime opens, and what is generated from
 * services at build time.
 */
public final class OpenMethods {

    private OpenMethods() {}

    /**
     * The methods that a class opens. The most derived declaration decides: an override that is not annotated closes what it
     * overrides.
     *
     * @param service the class
     * @return its methods and those it inherits, in an order that does not change from run to run
     */
    public static List<Method> of(Class<?> service) {
        List<Method> open = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Class<?> c = service; c != null && c != Object.class; c = c.getSuperclass()) {
            List<Method> own = sorted(c.getDeclaredMethods());
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

    /** In an order of their own, for reflection promises none and the indexes should not change from run to run. */
    private static List<Method> sorted(Method[] methods) {
        return Arrays.stream(methods)
                .sorted(Comparator.comparing(OpenMethods::signature))
                .toList();
    }

    private static String signature(Method method) {
        String owner = Modifier.isPrivate(method.getModifiers())
                ? method.getDeclaringClass().getName() + " "
                : "";
        return owner + method.getName() + Arrays.toString(method.getParameterTypes());
    }

    /**
     * The name that pages call a method by, before anyone has checked that they can.
     *
     * @param service the class that opens it
     * @param method one of its open methods
     * @return the one its annotation gives, or else that of the class and of the method
     */
    public static String name(Class<?> service, Method method) {
        String given = method.getAnnotation(Binding.class).value();
        return given.isEmpty() ? service.getSimpleName() + "." + method.getName() : given;
    }
}
