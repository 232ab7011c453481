package dev.gyre.ipc.bindgen;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes a constant for each group of bindings, with a function for each binding. */
final class ServiceWriter {

    /** Where a function's body moves to a line of its own, in characters. */
    private static final int WIDTH = 120;

    private final TypeMapper types;
    private final Docs docs;
    private final Imports imports;

    ServiceWriter(TypeMapper types, Docs docs, Imports imports) {
        this.types = types;
        this.docs = docs;
        this.imports = imports;
    }

    /**
     * Writes all.
     *
     * @throws BindgenException if a binding cannot be written
     */
    String write(Collection<BoundCall> calls) {
        Map<String, List<BoundCall>> groups = new TreeMap<>();
        calls.forEach(call -> groups.computeIfAbsent(constant(call), name -> new ArrayList<>())
                .add(call));
        requireOneEach(groups);
        return groups.entrySet().stream()
                .map(group -> write(group.getKey(), group.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String constant(BoundCall call) {
        String constant = Identifiers.constant(call.group().isEmpty() ? call.name() : call.group());
        if (!Identifiers.isFreeForConstant(constant)) {
            throw call.refusal("would be in a constant \"" + constant
                    + "\", which means something else in the module (expected: another name before the last dot)");
        }
        return constant;
    }

    private static void requireOneEach(Map<String, List<BoundCall>> groups) {
        for (Map.Entry<String, List<BoundCall>> group : groups.entrySet()) {
            Map<String, BoundCall> origins = new HashMap<>();
            group.getValue().forEach(call -> origins.putIfAbsent(call.group(), call));
            boolean functions = origins.containsKey("") && group.getValue().size() > 1;
            if (origins.size() > 1 || functions) {
                List<BoundCall> two = group.getValue();
                throw two.get(two.size() - 1)
                        .refusal("would be in the constant \"" + group.getKey() + "\" of "
                                + two.get(0).name() + " (expected: another name before the last dot)");
            }
        }
    }

    private String write(String constant, List<BoundCall> calls) {
        BoundCall first = calls.get(0);
        if (first.group().isEmpty()) {
            return doc(first, "") + "export const " + constant + " = " + function(first, "") + ";\n";
        }
        boolean one = calls.stream()
                .allMatch(call -> call.service() == first.service()
                        && call.group().equals(call.service().getSimpleName()));
        String members = calls.stream()
                .map(call -> doc(call, "  ") + member(call) + ",\n")
                .collect(Collectors.joining());
        return (one ? docs.of(first.service()).render("") : "") + "export const " + constant + " = {\n" + members
                + "} as const;\n";
    }

    private String member(BoundCall call) {
        return "  " + Identifiers.key(call.member()) + ": " + function(call, "  ");
    }

    private String doc(BoundCall call, String indent) {
        Map<String, String> shown = new LinkedHashMap<>();
        call.inputs().forEach(input -> shown.put(input.name(), Identifiers.parameter(input.name())));
        boolean hasResult = call.method().getReturnType() != void.class;
        return docs.of(call.method()).render(indent, shown, hasResult);
    }

    private String function(BoundCall call, String indent) {
        List<String> parameters = new ArrayList<>();
        List<String> arguments = new ArrayList<>(List.of(Identifiers.quoted(call.name())));
        for (BoundCall.Input input : call.inputs()) {
            add(call, input, parameters, arguments);
        }
        boolean streams = isStream(call.result());
        boolean open = call.inputs().stream().anyMatch(BoundCall.Input::rest);
        if (!open) {
            imports.type("CallOptions");
            parameters.add("options?: CallOptions");
            arguments.add("...given(options)");
        }
        String head = "(" + String.join(", ", parameters) + "): " + result(call) + " =>";
        String body = imports.value(streams ? "stream" : "call") + "(" + String.join(", ", arguments) + ")";
        boolean fits = indent.length() + call.member().length() + head.length() + body.length() + 5 <= WIDTH;
        return head + (fits ? " " : "\n" + indent + "  ") + body;
    }

    private void add(BoundCall call, BoundCall.Input input, List<String> parameters, List<String> arguments) {
        String name = Identifiers.parameter(input.name());
        Place place = call.place(Direction.TO_JAVA, "parameter " + input.name());
        if (isUpload(input.type())) {
            Ts item = types.say(input.type().argument(Publisher.class, 0), place);
            parameters.add(name + ": " + imports.uploadSource() + "<" + item + ">");
            // One overload of the client's takes items and one a blob; a source may be either.
            arguments.add(imports.value("upload") + "(" + name + " as Iterable<" + item + ">)");
        } else {
            parameters.add((input.rest() ? "..." : "") + name + ": " + types.say(input.type(), place));
            arguments.add((input.rest() ? "..." : "") + name);
        }
    }

    private String result(BoundCall call) {
        TypeUse result = call.result();
        Place place = call.place(Direction.TO_PAGE, "the result");
        if (isStream(result)) {
            Class<?> kind = result.isA(Publisher.class) ? Publisher.class : Stream.class;
            return "AsyncIterable<" + types.say(result.argument(kind, 0), place) + ">";
        }
        TypeUse awaited = awaited(result);
        boolean nothing = awaited.raw() == void.class || awaited.raw() == Void.class;
        return "Promise<" + (nothing ? Ts.VOID : types.say(awaited, place)) + ">";
    }

    private static TypeUse awaited(TypeUse result) {
        if (result.isA(Mono.class)) {
            return result.argument(Mono.class, 0);
        }
        return result.isA(CompletionStage.class) ? result.argument(CompletionStage.class, 0) : result;
    }

    private static boolean isStream(TypeUse type) {
        return (type.isA(Publisher.class) && !type.isA(Mono.class)) || type.isA(Stream.class);
    }

    private static boolean isUpload(TypeUse type) {
        return type.raw() == Flux.class || type.raw() == Publisher.class;
    }
}
