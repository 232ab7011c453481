package dev.gyre.window.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.event.EventType;
import dev.gyre.window.Window;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Part of {@link BackendKit}: calls, streams and events go both ways between Java and the pages of a backend. */
abstract class MessageKit extends KitApplication {

    private static final EventType<Numbered> UNGRANTED = EventType.of("other.tick", Numbered.class);

    MessageKit() {}

    /** A page's call is answered with the record that Java gave. */
    @Test
    public void aPageCallsAndGetsATypedAnswer() throws InterruptedException {
        Window main = start();

        assertThat(call(main, "Answers.greet", "Ada")).isEqualTo(Map.of("text", "Hello, Ada", "length", 3));
    }

    /** What goes wrong in Java reaches the page as its kind and message, and no more. */
    @Test
    public void aPageGetsTypedErrors() throws InterruptedException {
        Window main = start();

        assertThat(result(main, "call", new Object[] {"Answers.pour", 1})).isEqualTo("out_of_tea: the pot is empty");
        assertThat(call(main, "Answers.fail")).asString().startsWith("failed: ").doesNotContainIgnoringCase("index");
        assertThat(call(main, "Answers.unknown")).asString().startsWith("not_available: ");
    }

    /** Events of one lane keep their order, into the page and out of it. */
    @Test
    public void eventsKeepTheirOrderBothWays() throws InterruptedException {
        List<Integer> notes = new CopyOnWriteArrayList<>();
        app().events().on(Numbered.NOTE, note -> notes.add(note.number()));
        Window main = start();

        publishTicks(500);

        assertThat(result(main, "ticks", null))
                .isEqualTo(Map.of("heard", 500, "last", 500, "ordered", true, "missed", 0));
        List<?> accepted = (List<?>) result(main, "notes", 500);
        assertThat(accepted).isNotEmpty();
        until(() -> notes.size() == accepted.size());
        assertThat(notes).isEqualTo(accepted);
    }

    /** Bytes arrive as they were, however many there are. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 200_000})
    public void bytesGoBothWays(int size) throws InterruptedException {
        Window main = start();

        assertThat(result(main, "bytes", size)).isEqualTo(true);
    }

    private static List<Named<String>> texts() {
        return List.of(
                Named.of("emoji", "\uD83D\uDE00"),
                Named.of("NUL", "a\0b"),
                Named.of("a lone surrogate", "\uD800"),
                Named.of("surrogates that make no pair", "\uDC00 \uD800 \uDC00\uD800"),
                Named.of("separators of lines", "\u2028\u2029"),
                Named.of("what is no character", "\uFEFF\uFFFF\uFFFE"),
                Named.of("controls", "\r\n\t\u007F\u0001"),
                Named.of("ends of quotes and scripts", "'\"\\`${1}</script><!--"),
                Named.of("nothing", ""));
    }

    /**
     * Any text arrives as it was, both ways, through events, calls, streams and uploads, and through errors, but for half a
     * surrogate pair, which becomes U+FFFD there.
     */
    @Test
    public void textArrivesAsItWas() throws InterruptedException {
        Window main = start();

        for (Named<String> each : texts()) {
            List<Integer> codes = codes(each.getPayload());
            Map<?, ?> came = (Map<?, ?>) result(main, "text", each.getPayload());
            assertThat(came.get("heard")).as(each.getName()).isEqualTo(codes);
            for (String way : List.of("called", "streamed", "uploaded")) {
                assertThat(codes(came.get(way))).as(each.getName() + ", " + way).isEqualTo(codes);
            }
            assertThat(came.get("failed")).as(each.getName() + ", failed").isEqualTo(wellFormed(each.getPayload()));
        }
    }

    /** What an error says is text that UTF-8 can carry. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
    }

    private static List<Integer> codes(Object text) {
        return ((String) text).chars().boxed().toList();
    }

    /** Many calls at once get each its own answer. */
    @Test
    public void manyCallsAtOnceGetEachItsOwnAnswer() throws InterruptedException {
        Window main = start();

        assertThat(result(main, "many", 2_000)).isEqualTo(true);
    }

    /** A page reads a stream of Java to its end. */
    @Test
    public void aStreamIsReadToItsEnd() throws InterruptedException {
        Window main = start();

        assertThat(result(main, "count", 5_000)).isEqualTo(12_502_500);
    }

    /** A page that leaves a stream cancels it in Java. */
    @Test
    public void aStreamThatIsLeftIsCancelled() throws InterruptedException {
        Window main = start();

        assertThat(result(main, "first", 3)).isEqualTo(List.of(1, 2, 3));
        awaitEnd();
    }

    /** Java reads an upload of the page. */
    @Test
    public void anUploadIsRead() throws InterruptedException {
        Window main = start();

        assertThat(result(main, "sum", 5_000)).isEqualTo(12_502_500);
    }

    /** A page calls, emits and hears what its window is granted, and nothing else. */
    @Test
    public void aPageDoesNothingThatItIsNotGranted() throws InterruptedException {
        app().events().register(UNGRANTED);
        Window main = start();

        assertThat(call(main, "gyre.window.screens")).asString().startsWith("not_available: ");
        assertThat(result(main, "emit", UNGRANTED.name())).asString().startsWith("not_available: ");
        result(main, "listen", UNGRANTED.name());
        app().events().publish(UNGRANTED, new Numbered(1));
        main.emit(UNGRANTED, new Numbered(2));

        assertThat(result(main, "heard", null)).isEqualTo(List.of());
    }
}
