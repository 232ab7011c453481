package dev.gyre.ipc.bindgen;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Javadoc's inline tags and elements as plain text with the marks that editors understand. */
final class DocText {

    private static final Map<String, String> ENTITIES =
            Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "nbsp", " ");

    private static final Map<String, String> ELEMENTS = Map.of("p", "\n\n", "br", "\n", "li", "\n- ", "pre", "\n");

    private DocText() {}

    static Doc of(DocCommentTree comment) {
        Map<String, String> parameters = new HashMap<>();
        String result = "";
        for (DocTree tag : comment.getBlockTags()) {
            if (tag instanceof ParamTree parameter && !parameter.isTypeParameter()) {
                parameters.put(parameter.getName().getName().toString(), text(parameter.getDescription()));
            } else if (tag instanceof ReturnTree returned) {
                result = text(returned.getDescription());
            }
        }
        return new Doc(text(comment.getFullBody()), parameters, result);
    }

    private static String text(List<? extends DocTree> parts) {
        String joined = parts.stream().map(DocText::text).collect(Collectors.joining());
        return joined.lines()
                .map(String::strip)
                .collect(Collectors.joining("\n"))
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }

    private static String text(DocTree part) {
        if (part instanceof TextTree plain) {
            return plain.getBody();
        }
        if (part instanceof LiteralTree literal) {
            String body = literal.getBody().getBody();
            return literal.getKind() == DocTree.Kind.CODE ? "`" + body + "`" : body;
        }
        if (part instanceof LinkTree link) {
            return link.getLabel().isEmpty() ? "`" + reference(link) + "`" : text(link.getLabel());
        }
        if (part instanceof ReturnTree returned) {
            return "Returns " + text(returned.getDescription()) + ".";
        }
        return mark(part);
    }

    private static String reference(LinkTree link) {
        String signature = link.getReference().getSignature();
        return (signature.startsWith("#") ? signature.substring(1) : signature).replace('#', '.');
    }

    private static String mark(DocTree part) {
        if (part instanceof EntityTree entity) {
            return ENTITIES.getOrDefault(entity.getName().toString(), entity.toString());
        }
        if (part instanceof StartElementTree element) {
            return ELEMENTS.getOrDefault(element.getName().toString(), "");
        }
        return part.getKind() == DocTree.Kind.END_ELEMENT ? "" : part.toString();
    }
}
