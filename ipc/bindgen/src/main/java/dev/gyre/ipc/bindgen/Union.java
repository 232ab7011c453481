package dev.gyre.ipc.bindgen;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A type with a closed set of variants. Jackson's annotations say how a variant is told; a sealed type without them has
 * its variants told by their simple names, in a property {@code type}.
 *
 * @param property the property that tells; null if the variants are told by what they hold
 * @param variants the concrete classes, and what each is told by
 */
record Union(@Nullable String property, Map<Class<?>, String> variants) {

    private static final SerializationConfig CONFIG = RuntimeJson.MAPPER.getSerializationConfig();

    /** The union that a class or interface stands for, if it does. */
    static Optional<Union> of(Class<?> base, Place place) {
        if (base.isArray() || base.isPrimitive() || base.isEnum() || (!isAbstract(base) && !base.isSealed())) {
            return Optional.empty();
        }
        JsonTypeInfo.Value info = typeInfo(base);
        if (info == null && !base.isSealed()) {
            return Optional.empty();
        }
        Set<Class<?>> variants = variants(base);
        if (variants.isEmpty()) {
            return Optional.empty();
        }
        if (!isAbstract(base)) {
            throw place.refusal("is " + base.getName() + ", a variant of itself (expected: an abstract sealed type)");
        }
        return Optional.of(info == null ? bySimpleName(variants) : annotated(base, info, variants, place));
    }

    /** What a variant is told by in the union it belongs to: a property and its value. */
    static Optional<Map.Entry<String, String>> tag(Class<?> variant, Place place) {
        for (Class<?> ancestor : ancestors(variant)) {
            Union union = of(ancestor, place).orElse(null);
            if (union != null && union.property != null && union.variants.containsKey(variant)) {
                return Optional.of(Map.entry(union.property, union.variants.get(variant)));
            }
        }
        return Optional.empty();
    }

    private static Union bySimpleName(Set<Class<?>> variants) {
        Map<Class<?>, String> names = sorted();
        variants.forEach(variant -> names.put(variant, variant.getSimpleName()));
        return new Union("type", names);
    }

    private static Union annotated(Class<?> base, JsonTypeInfo.Value info, Set<Class<?>> variants, Place place) {
        boolean inside = info.getInclusionType() == JsonTypeInfo.As.PROPERTY
                || info.getInclusionType() == JsonTypeInfo.As.EXISTING_PROPERTY;
        boolean deduced = info.getIdType() == JsonTypeInfo.Id.DEDUCTION;
        if (!inside && !deduced) {
            throw place.refusal("is " + base.getName() + ", which is told by a " + info.getInclusionType()
                    + " (expected: a property)");
        }
        Map<Class<?>, String> names = sorted();
        Map<Class<?>, String> given = givenNames(base);
        variants.forEach(variant -> names.put(variant, name(variant, info.getIdType(), given, place)));
        return new Union(deduced ? null : info.getPropertyName(), names);
    }

    private static String name(Class<?> variant, JsonTypeInfo.Id kind, Map<Class<?>, String> given, Place place) {
        String full = variant.getName();
        return switch (kind) {
            case NAME -> given.getOrDefault(variant, full.substring(full.lastIndexOf('.') + 1));
            case SIMPLE_NAME -> given.getOrDefault(variant, variant.getSimpleName());
            case CLASS -> full;
            case DEDUCTION -> "";
            default -> throw place.refusal("is " + full + ", which is told by " + kind + " (expected: a name)");
        };
    }

    private static Map<Class<?>, String> givenNames(Class<?> base) {
        Map<Class<?>, String> names = sorted();
        for (NamedType type : subtypes(base)) {
            if (type.hasName()) {
                names.put(type.getType(), type.getName());
            }
        }
        return names;
    }

    private static Set<Class<?>> variants(Class<?> base) {
        Set<Class<?>> variants = new LinkedHashSet<>();
        subtypes(base).forEach(type -> addVariants(type.getType(), base, variants));
        addVariants(base, base, variants);
        return variants;
    }

    private static void addVariants(Class<?> type, Class<?> base, Set<Class<?>> variants) {
        if (!isAbstract(type)) {
            variants.add(type);
        }
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(permitted -> addVariants(permitted, base, variants));
        } else if (type != base && isAbstract(type)) {
            subtypes(type).stream()
                    .map(NamedType::getType)
                    .filter(subtype -> subtype != type)
                    .forEach(subtype -> addVariants(subtype, base, variants));
        }
    }

    private static List<NamedType> subtypes(Class<?> base) {
        return List.copyOf(
                RuntimeJson.MAPPER.getSubtypeResolver().collectAndResolveSubtypesByClass(CONFIG, annotations(base)));
    }

    private static JsonTypeInfo.@Nullable Value typeInfo(Class<?> type) {
        JsonTypeInfo.Value info = CONFIG.getAnnotationIntrospector().findPolymorphicTypeInfo(CONFIG, annotations(type));
        return info == null || info.getIdType() == JsonTypeInfo.Id.NONE ? null : info;
    }

    private static AnnotatedClass annotations(Class<?> type) {
        JavaType known = RuntimeJson.MAPPER.constructType(type);
        return CONFIG.introspectClassAnnotations(known).getClassInfo();
    }

    private static List<Class<?>> ancestors(Class<?> type) {
        List<Class<?>> ancestors = new ArrayList<>(List.of(type.getInterfaces()));
        if (type.getSuperclass() != null) {
            ancestors.add(type.getSuperclass());
        }
        List.copyOf(ancestors).forEach(ancestor -> ancestors.addAll(ancestors(ancestor)));
        return ancestors;
    }

    private static boolean isAbstract(Class<?> type) {
        return Modifier.isAbstract(type.getModifiers());
    }

    private static Map<Class<?>, String> sorted() {
        return new TreeMap<>(Comparator.comparing(Class::getName));
    }
}
