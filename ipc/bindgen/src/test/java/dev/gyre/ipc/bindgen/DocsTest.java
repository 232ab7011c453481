package dev.gyre.ipc.bindgen;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocsTest {

    private final Docs docs = new Docs(List.of(Examples.SOURCES));

    /**
     * Text with {@code code}, {@literal <literal>}, {@link String#valueOf(int) a label} and {@link #FIELD}.
     * <ul>
     * <li>one
     * <li><b>two</b> &lt;3
     * </ul>
     */
    static final class Documented {

        /** A field. */
        static final int FIELD = 1;

        /**
         * {@return the sum} Parameters follow.
         *
         * @param a the first,
         *     over two lines
         * @param b the second
         */
        static int sum(int a, int b) {
            return a + b;
        }

        /** One of two. */
        static void same(int a) {}

        /** The other. */
        static void same(String a) {}

        static void bare() {}
    }

    @Test
    void keepsTextAndDropsMarkup() {
        assertThat(docs.of(Documented.class).text())
                .isEqualTo("Text with `code`, <literal>, a label and `FIELD`.\n\n- one\n\n- two <3");
    }

    @Test
    void findsMembers() throws ReflectiveOperationException {
        assertThat(docs.of(Documented.class.getDeclaredField("FIELD")).text()).isEqualTo("A field.");
        Doc sum = docs.of(Documented.class.getDeclaredMethod("sum", int.class, int.class));
        assertThat(sum.text()).isEqualTo("Returns the sum. Parameters follow.");
        assertThat(sum.parameters()).isEqualTo(Map.of("a", "the first,\nover two lines", "b", "the second"));
    }

    @Test
    void hasNothingToSayWhereItCannotTellOrFind() throws ReflectiveOperationException {
        Method ambiguous = Documented.class.getDeclaredMethod("same", int.class);

        assertThat(docs.of(ambiguous)).isEqualTo(Doc.NONE);
        assertThat(docs.of(Documented.class.getDeclaredMethod("bare"))).isEqualTo(Doc.NONE);
        assertThat(docs.of(Thread.class)).isEqualTo(Doc.NONE);
    }

    @Test
    void neverEndsTheCommentEarly() {
        Doc doc = new Doc("a */ b", Map.of("a", "x"), "y");

        assertThat(doc.render("  ")).isEqualTo("  /** a *\\/ b */\n");
        assertThat(doc.render("", Map.of("a", "a_"), true))
                .isEqualTo("/**\n * a *\\/ b\n *\n * @param a_ x\n * @returns y\n */\n");
    }
}
