package dev.gyre.ipc.bindgen;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;

/** Says each Java type in TypeScript, and notes the models it meets. */
final class TypeMapper {

    /** Packages whose classes are no models: what is not told by name here has no form that a page could rely on. */
    private static final List<String> FOREIGN = List.of("java.", "javax.", "jdk.", "sun.", "io.netty.");

    private final TypeNames names;

    TypeMapper(TypeNames names) {
        this.names = names;
    }

    /**
     * Says a type where it is used.
     *
     * @throws BindgenException if it has no form in a page
     */
    Ts say(TypeUse use, Place place) {
        return plain(use, place).orNull(use.nullable());
    }

    private Ts plain(TypeUse use, Place place) {
        if (use.variable() != null) {
            return Ts.of(use.variable());
        }
        if (use.isA(Publisher.class) || use.isA(CompletionStage.class)) {
            throw place.refusal("is a " + use.raw().getSimpleName() + " (expected: a value)");
        }
        Optional<Ts> known = Scalars.find(use.raw());
        return known.isPresent() ? known.get() : composed(use, place);
    }

    private Ts composed(TypeUse use, Place place) {
        if (use.raw().isArray()) {
            return say(
                            use.arguments().isEmpty()
                                    ? component(use)
                                    : use.arguments().get(0),
                            place)
                    .array();
        }
        if (use.isA(Optional.class)) {
            return say(use.argument(Optional.class, 0), place).orNull();
        }
        if (use.isA(AtomicReference.class)) {
            return say(use.argument(AtomicReference.class, 0), place).orNull();
        }
        if (use.isA(Map.class)) {
            return record(use, place);
        }
        if (use.isA(Collection.class)) {
            return say(use.argument(Collection.class, 0), place).array();
        }
        if (place.direction() == Direction.TO_PAGE && Scalars.isWrittenAsArray(use.raw())) {
            return say(use.argument(use.raw(), 0), place).array();
        }
        return model(use, place);
    }

    private static TypeUse component(TypeUse array) {
        return TypeUse.plain(array.raw().getComponentType());
    }

    private Ts record(TypeUse use, Place place) {
        TypeUse key = use.argument(Map.class, 0);
        Ts value = say(use.argument(Map.class, 1), place);
        return key.raw().isEnum()
                ? Ts.of("Partial<Record<" + say(key, place) + ", " + value + ">>")
                : Ts.of("Record<string, " + value + ">");
    }

    private Ts model(TypeUse use, Place place) {
        Class<?> type = use.raw();
        boolean foreign = FOREIGN.stream().anyMatch(prefix -> type.getName().startsWith(prefix));
        boolean named = type.isEnum() || Scalars.exampleOfTime(type).isPresent();
        if ((foreign && !named) || type.isAnonymousClass() || type.isAnnotation()) {
            throw place.refusal("is a " + type.getName() + " (expected: a type with a form in JSON)");
        }
        String arguments = use.scope().isEmpty() ? "" : arguments(use, place);
        return Ts.of(names.use(type, place) + arguments);
    }

    private String arguments(TypeUse use, Place place) {
        List<TypeUse> given =
                use.arguments().isEmpty() ? List.copyOf(use.scope().values()) : use.arguments();
        return given.stream()
                .map(argument -> say(argument, place).toString())
                .collect(Collectors.joining(", ", "<", ">"));
    }
}
