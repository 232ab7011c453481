package dev.gyre.ipc;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.type.TypeBindings;
import dev.gyre.event.EventPattern;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * The methods that pages may call: an immutable table from name to a dense index. Reflection ends when it is built.
 */
final class BindingTable {

    private static final MethodType SPREAD = MethodType.methodType(Object.class, Object[].class);

    private final Map<String, BoundMethod> methods = new HashMap<>();
    private final Map<String, Method> owners = new HashMap<>();
    private final ObjectMapper mapper;

    /**
     * Opens the annotated methods of some services.
     *
     * @throws IllegalArgumentException if a method cannot be opened; the message names it and the reason
     */
    BindingTable(ObjectMapper mapper, List<Object> services) {
        this.mapper = mapper;
        services.forEach(this::register);
    }

    @Nullable
    BoundMethod find(String name) {
        return methods.get(name);
    }

    int size() {
        return methods.size();
    }

    /** Which methods, by index, a window's pages may call. */
    boolean[] granted(Capabilities capabilities) {
        boolean[] granted = new boolean[methods.size()];
        methods.values().forEach(method -> granted[method.index()] = capabilities.mayCall(method.name()));
        return granted;
    }

    private void register(Object service) {
        List<Method> open = annotated(service.getClass());
        if (open.isEmpty()) {
            throw new IllegalArgumentException("service: " + service.getClass().getName()
                    + " (expected: a class with at least one @Binding method)");
        }
        open.forEach(method -> register(service, method));
    }

    /** The most derived declaration decides: an override that is not annotated closes what it overrides. */
    private static List<Method> annotated(Class<?> service) {
        List<Method> open = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Class<?> c = service; c != null && c != Object.class; c = c.getSuperclass()) {
            for (Method method : sorted(c.getDeclaredMethods())) {
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

    /** In an order of their own, for reflection promises none and the indexes should not change from run to run. */
    private static List<Method> sorted(Method[] methods) {
        return Arrays.stream(methods)
                .sorted(Comparator.comparing(BindingTable::signature))
                .toList();
    }

    private static String signature(Method method) {
        String owner = Modifier.isPrivate(method.getModifiers())
                ? method.getDeclaringClass().getName() + " "
                : "";
        return owner + method.getName() + Arrays.toString(method.getParameterTypes());
    }

    private void register(Object service, Method method) {
        String name = name(service, method);
        Method other = owners.putIfAbsent(name, method);
        if (other != null) {
            throw refusal(
                    name,
                    method,
                    "is also " + shape(other) + " (expected: a name of its own: add @Binding(\"" + name
                            + "2\") or better)");
        }
        methods.put(name, bind(service, method, name));
    }

    private static String name(Object service, Method method) {
        String given = method.getAnnotation(Binding.class).value();
        String name = given.isEmpty() ? service.getClass().getSimpleName() + "." + method.getName() : given;
        try {
            EventPattern.of(name);
        } catch (IllegalArgumentException e) {
            throw refusal(name, method, "has no name pages can use (expected: @Binding(\"Some.name\"))");
        }
        if (name.contains("*")) {
            throw refusal(name, method, "is a pattern (expected: a name)");
        }
        return name;
    }

    private BoundMethod bind(Object service, Method method, String name) {
        TypeBindings types = mapper.constructType(service.getClass())
                .findSuperType(method.getDeclaringClass())
                .getBindings();
        List<BoundMethod.Parameter> parameters = new ArrayList<>();
        Parameter[] declared = method.getParameters();
        for (int i = 0; i < declared.length; i++) {
            parameters.add(parameter(name, method, declared[i], types));
        }
        JavaType result = result(name, method, types);
        return new BoundMethod(
                methods.size(), name, parameters, method.isVarArgs(), handle(service, method, name), writer(result));
    }

    private BoundMethod.Parameter parameter(String name, Method method, Parameter parameter, TypeBindings types) {
        if (parameter.getType() == PageSession.class) {
            return new BoundMethod.Parameter(parameter.getName(), PageSession.class, null);
        }
        JavaType type = resolve(parameter.getParameterizedType(), types);
        if (Publisher.class.isAssignableFrom(type.getRawClass())
                || CompletionStage.class.isAssignableFrom(type.getRawClass())) {
            throw refusal(
                    name,
                    method,
                    "takes a " + type.getRawClass().getSimpleName() + " (expected: parameters that are values)");
        }
        JavaType read = parameter.isVarArgs() ? type.getContentType() : type;
        return new BoundMethod.Parameter(parameter.getName(), read.getRawClass(), mapper.readerFor(read));
    }

    /** What is encoded in the end: a stage's or a mono's value, not itself. */
    private JavaType result(String name, Method method, TypeBindings types) {
        JavaType type = resolve(method.getGenericReturnType(), types);
        Class<?> raw = type.getRawClass();
        if (Publisher.class.isAssignableFrom(raw) && !Mono.class.isAssignableFrom(raw)) {
            throw refusal(
                    name,
                    method,
                    "gives a " + raw.getSimpleName() + " (expected: a value, nothing, a CompletionStage or a Mono)");
        }
        Class<?> wrapper = Mono.class.isAssignableFrom(raw) ? Mono.class : CompletionStage.class;
        if (!wrapper.isAssignableFrom(raw)) {
            return raw == void.class ? mapper.constructType(Object.class) : type;
        }
        List<JavaType> inner = type.findSuperType(wrapper).getBindings().getTypeParameters();
        return inner.isEmpty() ? mapper.constructType(Object.class) : inner.get(0);
    }

    /** By the declared type where it says more than the object does: what a container holds. */
    private ObjectWriter writer(JavaType result) {
        boolean tells = result.hasGenericTypes() || result.isContainerType() || result.isFinal();
        return tells ? mapper.writerFor(result) : mapper.writer();
    }

    private JavaType resolve(Type type, TypeBindings types) {
        return mapper.getTypeFactory().resolveMemberType(type, types);
    }

    private static MethodHandle handle(Object service, Method method, String name) {
        try {
            method.setAccessible(true);
            MethodHandle handle = MethodHandles.lookup().unreflect(method).asFixedArity();
            MethodHandle bound = Modifier.isStatic(method.getModifiers()) ? handle : handle.bindTo(service);
            int count = method.getParameterCount();
            return bound.asSpreader(Object[].class, count).asType(SPREAD);
        } catch (IllegalAccessException | java.lang.reflect.InaccessibleObjectException e) {
            throw refusal(name, method, "cannot be reached (expected: a package opened to dev.gyre.ipc)");
        }
    }

    private static IllegalArgumentException refusal(String name, Method method, String reason) {
        return new IllegalArgumentException("binding " + name + ": " + shape(method) + " " + reason);
    }

    private static String shape(Method method) {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        return method.getReturnType().getSimpleName() + " "
                + method.getDeclaringClass().getSimpleName() + "." + method.getName() + "(" + parameters + ")";
    }
}
