package dev.gyre.ipc.bindgen;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The Javadoc of classes and members, read from source files by the JDK's own parser. A class whose source is not found
 * has none, and so do methods that only their parameters' types tell apart.
 */
final class Docs {

    private final List<Path> folders;

    /** By top-level class, then by what is documented. */
    private final Map<String, Map<String, Doc>> files = new HashMap<>();

    Docs(List<Path> folders) {
        this.folders = folders;
    }

    Doc of(Class<?> type) {
        return find(type, path(type));
    }

    Doc of(Member member) {
        Class<?> owner = member.getDeclaringClass();
        Doc own = find(owner, path(owner) + key(member));
        boolean component = owner.isRecord() && own.text().isEmpty();
        return component ? of(owner).parameter(member.getName()) : own;
    }

    private static String key(Member member) {
        return member instanceof Field
                ? key(member.getName())
                : key(member.getName(), ((Executable) member).getParameterCount());
    }

    private static String key(String field) {
        return "#" + field;
    }

    private static String key(String method, int parameters) {
        return "#" + method + "/" + parameters;
    }

    private static String path(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return outer == null ? type.getSimpleName() : path(outer) + "." + type.getSimpleName();
    }

    private Doc find(Class<?> type, String key) {
        String top = type.getName().replaceFirst("\\$.*", "");
        return files.computeIfAbsent(top, this::read).getOrDefault(key, Doc.NONE);
    }

    private Map<String, Doc> read(String top) {
        Optional<Path> file = folders.stream()
                .map(folder -> folder.resolve(top.replace('.', '/') + ".java"))
                .filter(Files::isRegularFile)
                .findFirst();
        return file.map(Docs::parse).orElse(Map.of());
    }

    private static Map<String, Doc> parse(Path file) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new BindgenException("sources: " + file + " (expected: a JDK to read them, and this is none)");
        }
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(problem -> {}, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, problem -> {}, List.of("-proc:none"), null, files.getJavaFileObjects(file));
            Reader reader = new Reader(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                TreePath root = new TreePath(unit);
                unit.getTypeDecls().forEach(declared -> reader.read(new TreePath(root, declared), ""));
            }
            return reader.found();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Walks the declarations of one file. */
    private static final class Reader {

        private final DocTrees trees;
        private final Map<String, Doc> found = new HashMap<>();
        private final Set<String> ambiguous = new HashSet<>();

        Reader(DocTrees trees) {
            this.trees = trees;
        }

        Map<String, Doc> found() {
            found.keySet().removeAll(ambiguous);
            return found;
        }

        void read(TreePath path, String prefix) {
            Tree tree = path.getLeaf();
            if (tree instanceof ClassTree type) {
                String name = prefix + type.getSimpleName();
                note(name, path);
                type.getMembers().forEach(member -> readMember(new TreePath(path, member), name));
            }
        }

        private void readMember(TreePath path, String owner) {
            Tree tree = path.getLeaf();
            if (tree instanceof MethodTree method) {
                note(
                        owner
                                + key(
                                        method.getName().toString(),
                                        method.getParameters().size()),
                        path);
            } else if (tree instanceof VariableTree field) {
                note(owner + key(field.getName().toString()), path);
            } else {
                read(path, owner + ".");
            }
        }

        private void note(String key, TreePath path) {
            DocCommentTree comment = trees.getDocCommentTree(path);
            Doc doc = comment == null ? Doc.NONE : DocText.of(comment);
            if (found.put(key, doc) != null) {
                ambiguous.add(key);
            }
        }
    }
}
