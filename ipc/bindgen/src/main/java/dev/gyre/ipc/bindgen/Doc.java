package dev.gyre.ipc.bindgen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Javadoc comment, as far as TypeScript has the same: text, parameters, result. Empty where there is none. */
record Doc(String text, Map<String, String> parameters, String result) {

    static final Doc NONE = new Doc("", Map.of(), "");

    /** The comment on one of the parameters alone. */
    Doc parameter(String name) {
        return new Doc(parameters.getOrDefault(name, ""), Map.of(), "");
    }

    /** The comment with some of its parameters, in the order given, and without its result if there is none. */
    String render(String indent, Map<String, String> shown, boolean hasResult) {
        List<String> lines = new ArrayList<>(lines(text));
        List<String> tags = new ArrayList<>();
        shown.forEach((java, typescript) -> addTag(tags, "@param " + typescript, parameters.getOrDefault(java, "")));
        addTag(tags, "@returns", hasResult ? result : "");
        if (!lines.isEmpty() && !tags.isEmpty()) {
            lines.add("");
        }
        lines.addAll(tags);
        return comment(lines, indent);
    }

    String render(String indent) {
        return render(indent, Map.of(), false);
    }

    private static void addTag(List<String> tags, String tag, String text) {
        if (!text.isEmpty()) {
            tags.addAll(lines(tag + " " + text));
        }
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).toList();
    }

    private static String comment(List<String> lines, String indent) {
        if (lines.isEmpty()) {
            return "";
        }
        if (lines.size() == 1) {
            return indent + "/** " + safe(lines.get(0)) + " */\n";
        }
        StringBuilder comment = new StringBuilder(indent).append("/**\n");
        lines.forEach(line ->
                comment.append((indent + " * " + safe(line)).stripTrailing()).append('\n'));
        return comment.append(indent).append(" */\n").toString();
    }

    private static String safe(String line) {
        return line.replace("*/", "*\\/");
    }
}
