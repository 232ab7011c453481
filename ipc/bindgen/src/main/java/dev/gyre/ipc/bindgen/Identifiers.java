package dev.gyre.ipc.bindgen;

import java.util.Set;
import java.util.regex.Pattern;

/** Names as TypeScript can read them. */
final class Identifiers {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

    /** Words that name no constant and no parameter in a module, which is strict code. */
    private static final Set<String> WORDS = Set.of(("arguments await break case catch class const continue debugger "
                    + "default delete do else enum eval export extends false finally for function if implements import "
                    + "in instanceof interface let new null package private protected public return static super "
                    + "switch this throw true try typeof undefined var void while with yield")
            .split(" "));

    /** What the module itself declares or imports as values. */
    private static final Set<String> OWN = Set.of(("CallOptions ListenOptions NamedEvent Stop Stream call emit "
                    + "eventStream events given on once stream upload")
            .split(" "));

    /** Type names that the module means something by, and those the language has. */
    private static final Set<String> TYPES =
            Set.of(("AsyncIterable Blob CallOptions EventTypes Iterable ListenOptions NamedEvent Partial Promise "
                            + "ReadableStream Record Stop Stream Uint8Array UploadSource any bigint boolean never number object "
                            + "string symbol undefined unknown void")
                    .split(" "));

    private Identifiers() {}

    /** A name for a constant of the module: dots and dashes become underscores. */
    static String constant(String name) {
        String plain = name.replace('.', '_').replace('-', '_');
        return IDENTIFIER.matcher(plain).matches() ? plain : "_" + plain;
    }

    static boolean isFreeForConstant(String constant) {
        return !WORDS.contains(constant) && !OWN.contains(constant);
    }

    static boolean isFreeForType(String name) {
        return !WORDS.contains(name) && !TYPES.contains(name);
    }

    /** A parameter's own name, or one like it where TypeScript or the module needs that for something else. */
    static String parameter(String name) {
        return isFreeForConstant(name) && !name.equals("options") ? name : name + "_";
    }

    /** A member's name, quoted where it has to be. */
    static String key(String name) {
        return IDENTIFIER.matcher(name).matches() ? name : quoted(name);
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append(escaped((char) c)));
        return quoted.append('"').toString();
    }

    private static String escaped(char c) {
        if (c == '"' || c == '\\') {
            return "\\" + c;
        }
        boolean plain = (c >= ' ' && c < 0x7f) || (c > 0x9f && c != '\u2028' && c != '\u2029');
        return plain ? String.valueOf(c) : String.format("\\u%04x", (int) c);
    }
}
