package dev.gyre.ipc;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.type.TypeBindings;
import dev.gyre.event.EventPattern;
import dev.gyre.ipc.spi.RuntimeService;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The methods that pages may call: an immutable table from name to a dense index. Reflection ends when it is built.
 */
final class BindingTable {

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
        List<Method> open = OpenMethods.of(service.getClass());
        if (open.isEmpty()) {
            throw new IllegalArgumentException("service: " + service.getClass().getName()
                    + " (expected: a class with at least one @Binding method)");
        }
        open.forEach(method -> register(new Bound(service, method, bound.errors())));
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
        String name = OpenMethods.name(service.getClass(), method);
        try {
            EventPattern.of(name);
        } catch (IllegalArgumentException e) {
            throw refusal(name, method, "has no name pages can use (expected: @Binding(\"Some.name\"))");
        }
        if (name.startsWith(Capabilities.INTERNAL) && !(service instanceof RuntimeService)) {
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
        requireReach(method, name);
        return new BoundMethod(methods.size(), name, signature, bound.service, method);
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

    private static void requireReach(Method method, String name) {
        try {
            method.setAccessible(true);
        } catch (InaccessibleObjectException e) {
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
