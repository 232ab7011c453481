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
import java.util.function.Function;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The methods that pages may call: an immutable table from name to a dense index. Reflection ends when it is built.
 */
final class BindingTable {

    private static final MethodType SPREAD = MethodType.methodType(Object.class, Object[].class);

    /** What a binding may ask for and the page does not give. */
    private static final Map<Class<?>, Function<Call, Object>> INJECTED = Map.of(
            PageSession.class, Call::session,
            PageWindow.class, call -> call.session().owner(),
            Cancellation.class, call -> call);

    private final Map<String, BoundMethod> methods = new HashMap<>();
    private final Map<String, Method> owners = new HashMap<>();
    private final ObjectMapper mapper;

    /**
     * Opens the annotated methods of some services.
     *
     * @throws IllegalArgumentException if a method cannot be opened; the message names it and the reason
     */
    BindingTable(ObjectMapper mapper, List<IpcOptions.Service> services) {
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

    private void register(IpcOptions.Service bound) {
        Object service = bound.object();
        List<Method> open = annotated(service.getClass());
        if (open.isEmpty()) {
            throw new IllegalArgumentException("service: " + service.getClass().getName()
                    + " (expected: a class with at least one @Binding method)");
        }
        open.forEach(method -> register(new Bound(service, method, bound.errors())));
    }

    /** The most derived declaration decides: an override that is not annotated closes what it overrides. */
    private static List<Method> annotated(Class<?> service) {
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
                .sorted(Comparator.comparing(BindingTable::signature))
                .toList();
    }

    private static String signature(Method method) {
        String owner = Modifier.isPrivate(method.getModifiers())
                ? method.getDeclaringClass().getName() + " "
                : "";
        return owner + method.getName() + Arrays.toString(method.getParameterTypes());
    }

    private void register(Bound bound) {
        Method method = bound.method;
        String name = name(bound.service, method);
        Method other = owners.putIfAbsent(name, method);
        if (other != null) {
            throw refusal(
                    name,
                    method,
                    "is also " + shape(other) + " (expected: a name of its own: add @Binding(\"" + name
                            + "2\") or better)");
        }
        methods.put(name, bind(bound, name));
    }

    private static String name(Object service, Method method) {
        String given = method.getAnnotation(Binding.class).value();
        String name = given.isEmpty() ? service.getClass().getSimpleName() + "." + method.getName() : given;
        try {
            EventPattern.of(name);
        } catch (IllegalArgumentException e) {
            throw refusal(name, method, "has no name pages can use (expected: @Binding(\"Some.name\"))");
        }
        if (name.startsWith(Capabilities.INTERNAL) && !(service instanceof PageEvents)) {
            throw refusal(name, method, "has a name of the runtime's own (expected: not gyre.*)");
        }
        if (name.contains("*")) {
            throw refusal(name, method, "is a pattern (expected: a name)");
        }
        return name;
    }

    private BoundMethod bind(Bound bound, String name) {
        Method method = bound.method;
        TypeBindings types = mapper.constructType(bound.service.getClass())
                .findSuperType(method.getDeclaringClass())
                .getBindings();
        List<BoundMethod.Parameter> parameters = new ArrayList<>();
        for (Parameter declared : method.getParameters()) {
            parameters.add(parameter(name, method, declared, types));
        }
        JavaType given = resolve(method.getGenericReturnType(), types);
        requireResult(name, method, given.getRawClass());
        boolean isStream = isStream(given.getRawClass());
        BoundMethod.Signature signature = new BoundMethod.Signature(
                List.copyOf(parameters),
                method.isVarArgs(),
                isStream ? BoundMethod.Result.STREAM : BoundMethod.Result.VALUE,
                writer(result(given)),
                method.getAnnotation(Binding.class).nonBlocking(),
                bound.errors);
        return new BoundMethod(methods.size(), name, signature, handle(bound.service, method, name));
    }

    private BoundMethod.Parameter parameter(String name, Method method, Parameter parameter, TypeBindings types) {
        Function<Call, Object> injected = INJECTED.get(parameter.getType());
        if (injected != null) {
            return new BoundMethod.Injected(injected);
        }
        JavaType declared = resolve(parameter.getParameterizedType(), types);
        JavaType type = parameter.isVarArgs() ? declared.getContentType() : declared;
        Class<?> raw = type.getRawClass();
        if ((raw == Flux.class || raw == Publisher.class) && !parameter.isVarArgs()) {
            return new BoundMethod.Uploaded(parameter.getName(), ValueReader.of(mapper, inner(type, Publisher.class)));
        }
        if (Publisher.class.isAssignableFrom(raw)
                || CompletionStage.class.isAssignableFrom(raw)
                || BaseStream.class.isAssignableFrom(raw)) {
            throw refusal(
                    name, method, "takes a " + raw.getSimpleName() + " (expected: values, and Flux for an upload)");
        }
        return new BoundMethod.Value(parameter.getName(), raw, ValueReader.of(mapper, type));
    }

    private static void requireResult(String name, Method method, Class<?> result) {
        if (BaseStream.class.isAssignableFrom(result) && !Stream.class.isAssignableFrom(result)) {
            throw refusal(
                    name,
                    method,
                    "gives an " + result.getSimpleName()
                            + " (expected: a value, nothing, a CompletionStage, a Mono, a Flux or a Stream)");
        }
    }

    private static boolean isStream(Class<?> result) {
        return Stream.class.isAssignableFrom(result)
                || (Publisher.class.isAssignableFrom(result) && !Mono.class.isAssignableFrom(result));
    }

    /** What is encoded in the end: what a stage or a mono comes to, or the items of a stream. */
    private JavaType result(JavaType type) {
        for (Class<?> wrapper : List.of(Publisher.class, CompletionStage.class, Stream.class)) {
            if (wrapper.isAssignableFrom(type.getRawClass())) {
                return inner(type, wrapper);
            }
        }
        return type.getRawClass() == void.class ? mapper.constructType(Object.class) : type;
    }

    private JavaType inner(JavaType type, Class<?> wrapper) {
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

    /**
     * A method that is to be opened.
     *
     * @param service whose it is
     * @param method the method
     * @param errors what its failures are to the page
     */
    private record Bound(Object service, Method method, ErrorMapping errors) {}
}
