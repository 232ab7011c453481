package dev.gyre.ipc.bindgen;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the declaration of a model: an interface, a union, or a name for something plainer. */
final class ModelWriter {

    private final TypeNames names;
    private final TypeMapper types;
    private final Docs docs;

    ModelWriter(TypeNames names, TypeMapper types, Docs docs) {
        this.names = names;
        this.types = types;
        this.docs = docs;
    }

    /**
     * Writes one model.
     *
     * @throws BindgenException if it has no form in a page
     */
    String write(Class<?> model) {
        Optional<String> example = Scalars.exampleOfTime(model);
        if (example.isPresent()) {
            return "/** ISO 8601, like `" + example.get() + "`. */\nexport type " + names.name(model) + " = string;\n";
        }
        return docs.of(model).render("") + declaration(model);
    }

    private String declaration(Class<?> model) {
        Collection<Place> places = names.places(model);
        Place first = places.iterator().next();
        Optional<String> alias = constants(model)
                .or(() -> union(model, places, first))
                .or(() -> new Properties(model, types).value(first).map(Ts::toString));
        return alias.map(text -> alias(model, text)).orElseGet(() -> properties(model, places, first));
    }

    private String alias(Class<?> model, String text) {
        return "export type " + names.name(model) + parameters(model) + " = " + text + ";\n";
    }

    private static String parameters(Class<?> model) {
        String joined =
                Arrays.stream(model.getTypeParameters()).map(Object::toString).collect(Collectors.joining(", "));
        return joined.isEmpty() ? "" : "<" + joined + ">";
    }

    /** What Jackson makes of an enum's constants; absent if that is no plain value. */
    private static Optional<String> constants(Class<?> model) {
        if (!model.isEnum()) {
            return Optional.empty();
        }
        Set<String> values = new LinkedHashSet<>();
        for (Object constant : model.getEnumConstants()) {
            JsonNode value = RuntimeJson.MAPPER.valueToTree(constant);
            if (!value.isTextual() && !value.isNumber()) {
                return Optional.empty();
            }
            values.add(value.isTextual() ? Identifiers.quoted(value.textValue()) : value.asText());
        }
        return Optional.of(values.isEmpty() ? "never" : String.join(" | ", values));
    }

    private Optional<String> union(Class<?> model, Collection<Place> places, Place first) {
        Union union = Union.of(model, first).orElse(null);
        if (union == null) {
            return Optional.empty();
        }
        Set<String> variants = new LinkedHashSet<>();
        for (Class<?> variant : union.variants().keySet()) {
            TypeUse use = variant(variant, model);
            places.forEach(place -> variants.add(types.say(use, place).toString()));
        }
        return Optional.of(String.join(" | ", variants));
    }

    /** A variant whose type parameters are those of the union that it hands them on to; of others nothing is known. */
    private static TypeUse variant(Class<?> variant, Class<?> model) {
        TypeUse own = TypeUse.declared(variant);
        List<TypeUse> handedOn = own.as(model).map(TypeUse::arguments).orElse(List.of());
        List<TypeUse> parameters = TypeUse.declared(model).arguments();
        List<TypeUse> arguments = own.arguments().stream()
                .map(argument -> {
                    int index = handedOn.indexOf(argument);
                    return index < 0 ? TypeUse.plain(Object.class) : parameters.get(index);
                })
                .toList();
        return new TypeUse(variant, arguments, null, false);
    }

    private String properties(Class<?> model, Collection<Place> places, Place first) {
        Properties properties = new Properties(model, types);
        Optional<List<Property>> found = properties.find(places);
        if (found.isEmpty()) {
            return alias(model, "unknown");
        }
        List<String> lines = new ArrayList<>();
        String tag = Union.tag(model, first)
                .map(told -> {
                    lines.add(
                            "  " + Identifiers.key(told.getKey()) + ": " + Identifiers.quoted(told.getValue()) + ";\n");
                    return told.getKey();
                })
                .orElse("");
        found.get().stream()
                .filter(property -> !property.name().equals(tag))
                .forEach(property -> lines.add(line(property)));
        if (properties.isOpen()) {
            lines.add("  [name: string]: unknown;\n");
        }
        return unused(model, lines) + "export interface " + names.name(model) + parameters(model) + " {\n"
                + String.join("", lines) + "}\n";
    }

    /** Strict compilers complain of a type parameter that no property mentions; the union it belongs to needs it. */
    private static String unused(Class<?> model, List<String> lines) {
        boolean all = Arrays.stream(model.getTypeParameters())
                .map(parameter -> Pattern.compile("\\b" + Pattern.quote(parameter.getName()) + "\\b"))
                .allMatch(name ->
                        lines.stream().anyMatch(line -> name.matcher(line).find()));
        return all ? "" : "// @ts-ignore: a type parameter that no property mentions\n";
    }

    private String line(Property property) {
        return docs.of(property.member()).render("  ")
                + "  " + (property.fixed() ? "readonly " : "")
                + Identifiers.key(property.name()) + (property.optional() ? "?" : "") + ": " + property.type() + ";\n";
    }
}
