package dev.gyre.ipc.bindgen;

import dev.gyre.ipc.PageSession;
import dev.gyre.ipc.PageWindow;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A method that pages may call.
 *
 * @param service the class it is opened by, which may have inherited it
 */
record BoundCall(String name, Class<?> service, Method method) {

    /** What the runtime fills in itself. */
    private static final Set<String> INJECTED =
            Set.of(PageSession.class.getName(), PageWindow.class.getName(), "dev.gyre.ipc.Cancellation");

    /** A parameter that a page gives. */
    record Input(String name, TypeUse type, boolean rest) {}

    /** All but the last segment of the name; empty if there is only one. */
    String group() {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    String member() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    TypeUse result() {
        TypeUse result = TypeUse.of(method.getAnnotatedReturnType(), scope());
        return result.orNull(result.nullable() || TypeUse.isNullable(method));
    }

    List<Input> inputs() {
        List<Input> inputs = new ArrayList<>();
        Parameter[] parameters = method.getParameters();
        AnnotatedType[] types = method.getAnnotatedParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = parameters[i];
            if (!INJECTED.contains(parameter.getType().getName())) {
                TypeUse type = TypeUse.of(types[i], scope());
                TypeUse given = type.orNull(type.nullable() || TypeUse.isNullable(parameter));
                inputs.add(new Input(parameter.getName(), given, parameter.isVarArgs()));
            }
        }
        return inputs;
    }

    private Map<TypeVariable<?>, TypeUse> scope() {
        TypeUse owner = TypeUse.plain(service).as(method.getDeclaringClass()).orElseThrow();
        return owner.scope();
    }

    BindgenException refusal(String reason) {
        return new BindgenException("binding " + name + ": " + shape() + " " + reason);
    }

    Place place(Direction direction, String path) {
        return new Place(direction, "binding " + name + ": " + shape(), path);
    }

    String shape() {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        return method.getReturnType().getSimpleName() + " "
                + method.getDeclaringClass().getSimpleName() + "." + method.getName() + "(" + parameters + ")";
    }
}
