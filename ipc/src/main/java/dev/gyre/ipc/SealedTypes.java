package dev.gyre.ipc;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a sealed type travel as what it is: a property {@code type} tells which of the permitted classes, by its simple name.
 * Nothing beyond those can be named, so what a page sends chooses among classes that the application has listed itself. A
 * type that carries Jackson's own annotations is left to them.
 */
final class SealedTypes extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    private static final String PROPERTY = "type";

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass annotated, JavaType type) {
        Class<?> raw = type.getRawClass();
        if (root(raw) == null || annotated.hasAnnotation(JsonTypeInfo.class)) {
            return null;
        }
        return new StdTypeResolverBuilder()
                .init(JsonTypeInfo.Id.NAME, null)
                .inclusion(JsonTypeInfo.As.PROPERTY)
                .typeProperty(PROPERTY);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        Class<?> raw = annotated.getRawType();
        if (!raw.isSealed() || root(raw) == null) {
            return null;
        }
        List<NamedType> leaves = new ArrayList<>();
        addLeaves(raw, leaves);
        return leaves;
    }

    private static void addLeaves(Class<?> sealed, List<NamedType> leaves) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                addLeaves(permitted, leaves);
            } else {
                leaves.add(new NamedType(permitted, permitted.getSimpleName()));
            }
        }
    }

    @Override
    public @Nullable String findTypeName(AnnotatedClass annotated) {
        Class<?> raw = annotated.getRawType();
        return root(raw) == null ? null : raw.getSimpleName();
    }

    /** The sealed type that a class belongs to, itself or one above it; enums need no telling apart. */
    private static @Nullable Class<?> root(Class<?> type) {
        if (type.isEnum()
                || type.getName().startsWith("java.")) { // String and Long stand under a sealed type of the JDK
            return null;
        }
        if (type.isSealed()) {
            return type;
        }
        for (Class<?> above : type.getInterfaces()) {
            Class<?> root = root(above);
            if (root != null && isPermitted(type, above)) {
                return root;
            }
        }
        Class<?> parent = type.getSuperclass();
        Class<?> root = parent == null ? null : root(parent);
        return root != null && isPermitted(type, parent) ? root : null;
    }

    private static boolean isPermitted(Class<?> type, Class<?> above) {
        return above.isSealed() && List.of(above.getPermittedSubclasses()).contains(type);
    }
}
