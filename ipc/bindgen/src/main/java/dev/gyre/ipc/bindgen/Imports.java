package dev.gyre.ipc.bindgen;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a module takes from the client, and the little it declares to use it: only what is used stands there. */
final class Imports {

    private static final String GIVEN = """

            const given = (options?: CallOptions): CallOptions[] => (options === undefined ? [] : [options]);
            """;

    private static final String UPLOAD_SOURCE = """

            /** What a page can upload: items, and for bytes a file too. */
            export type UploadSource<T> =
              | AsyncIterable<T>
              | Iterable<T>
              | ReadableStream<T>
              | (T extends Uint8Array ? Blob : never);
            """;

    private final Set<String> values = new TreeSet<>();
    private final Set<String> types = new TreeSet<>();
    private boolean uploads;

    /** Imports a function or object, and gives its name. */
    String value(String name) {
        values.add(name);
        return name;
    }

    String type(String name) {
        types.add(name);
        return name;
    }

    String uploadSource() {
        uploads = true;
        return "UploadSource";
    }

    String write(String path) {
        String names = Stream.concat(values.stream(), types.stream().map(name -> "type " + name))
                .collect(Collectors.joining(", "));
        return "import { " + names + " } from " + Identifiers.quoted(path) + ";\n"
                + (values.contains("call") || values.contains("stream") ? GIVEN : "")
                + (uploads ? UPLOAD_SOURCE : "");
    }
}
