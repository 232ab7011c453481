package dev.gyre.ipc.bindgen;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Java type where it is used: its variables are resolved as far as they can be, and whether null is one of its values
 * is kept. Annotations named {@code Nullable} tell that, whoever declares them.
 *
 * @param arguments the type arguments, or an array's one component; empty in a raw use
 * @param variable the name of the type variable it is, in the declaration of a generic model
 */
record TypeUse(
        Class<?> raw, List<TypeUse> arguments, @Nullable String variable, boolean nullable) {

    private static final TypeUse ANYTHING = plain(Object.class);

    static TypeUse plain(Class<?> raw) {
        return new TypeUse(raw, List.of(), null, false);
    }

    /** A class as its own declaration sees it: each type parameter stands for itself. */
    static TypeUse declared(Class<?> raw) {
        List<TypeUse> own = Arrays.stream(raw.getTypeParameters())
                .map(variable -> new TypeUse(Object.class, List.of(), variable.getName(), false))
                .toList();
        return new TypeUse(raw, own, null, false);
    }

    static TypeUse of(AnnotatedType type, Map<TypeVariable<?>, TypeUse> scope) {
        TypeUse use = resolve(type, scope);
        return isNullable(type) ? use.orNull() : use;
    }

    private static TypeUse resolve(AnnotatedType type, Map<TypeVariable<?>, TypeUse> scope) {
        if (type instanceof AnnotatedArrayType array) {
            TypeUse component = of(array.getAnnotatedGenericComponentType(), scope);
            return new TypeUse(component.raw.arrayType(), List.of(component), null, false);
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            List<TypeUse> arguments = Arrays.stream(generic.getAnnotatedActualTypeArguments())
                    .map(argument -> of(argument, scope))
                    .toList();
            return new TypeUse(erased(generic.getType()), arguments, null, false);
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            AnnotatedType[] lower = wildcard.getAnnotatedLowerBounds();
            return of(lower.length > 0 ? lower[0] : wildcard.getAnnotatedUpperBounds()[0], scope);
        }
        TypeUse known = type.getType() instanceof TypeVariable<?> variable ? scope.get(variable) : null;
        return known != null ? known : plain(erased(type.getType()));
    }

    private static Class<?> erased(Type type) {
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (type instanceof GenericArrayType array) {
            return erased(array.getGenericComponentType()).arrayType();
        }
        return type instanceof TypeVariable<?> variable ? erased(variable.getBounds()[0]) : (Class<?>) type;
    }

    static boolean isNullable(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }

    TypeUse orNull() {
        return new TypeUse(raw, arguments, variable, true);
    }

    TypeUse orNull(boolean wanted) {
        return wanted ? orNull() : this;
    }

    boolean isA(Class<?> type) {
        return type.isAssignableFrom(raw);
    }

    /** What the type parameters of its class stand for. */
    Map<TypeVariable<?>, TypeUse> scope() {
        TypeVariable<?>[] parameters = raw.getTypeParameters();
        Map<TypeVariable<?>, TypeUse> scope = new HashMap<>();
        for (int i = 0; i < parameters.length; i++) {
            scope.put(parameters[i], i < arguments.size() ? arguments.get(i) : ANYTHING);
        }
        return scope;
    }

    /** The same type seen as one of its supertypes. */
    Optional<TypeUse> as(Class<?> ancestor) {
        if (raw == ancestor) {
            return Optional.of(this);
        }
        return parents().stream()
                .filter(parent -> parent.isA(ancestor))
                .findFirst()
                .flatMap(parent -> parent.as(ancestor));
    }

    /** What a supertype's type parameter stands for; anything, if nothing is said. */
    TypeUse argument(Class<?> ancestor, int index) {
        return as(ancestor)
                .filter(found -> index < found.arguments.size())
                .map(found -> found.arguments.get(index))
                .orElse(ANYTHING);
    }

    private List<TypeUse> parents() {
        List<AnnotatedType> parents = new ArrayList<>(List.of(raw.getAnnotatedInterfaces()));
        if (raw.getAnnotatedSuperclass() != null) {
            parents.add(0, raw.getAnnotatedSuperclass());
        }
        Map<TypeVariable<?>, TypeUse> scope = scope();
        return parents.stream().map(parent -> of(parent, scope)).toList();
    }
}
