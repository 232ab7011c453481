package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.emits;
import static dev.gyre.ipc.Capabilities.hears;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gyre.event.EventType;
import dev.gyre.ipc.spi.MessageForm;
import dev.gyre.ipc.spi.PageLink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a page may try that is welcomed and means harm: names, types, ids and texts. */
class HostilePageTest {

    private static final ObjectMapper PLAIN = new ObjectMapper();

    private final World world = World.of(new Desk(), new Vault());
    private final PageWindow window = world.window(calls("Desk.*"), emits("desk.moved"), hears("desk.moved"));
    private final RawPage page = RawPage.open(world.ipc, window);

    @AfterEach
    void close() {
        world.close();
    }

    /** Vault.tell is open to other windows, and desk.closed is an event that others may emit: neither can be told. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Vault.tell",
                "desk.closed",
                "Desk.hidden",
                "Desk.getClass",
                "Desk.hashCode",
                "Desk.toString",
                "Desk.notifyAll",
                "Desk.finalize",
                "Desk.class",
                "Desk.<init>",
                "Desk.lambda$count$0",
                "Desk.text()",
                "Desk.text(java.lang.String)",
                "Desk.Text",
                "desk.text",
                "Desk.text ",
                " Desk.text",
                "Desk.text.",
                ".Desk.text",
                "Desk..text",
                "Desk#text",
                "Desk/text",
                "Desk.t\u0435xt",
                "Desk.te\u200bxt",
                "Desk.text\u0000",
                "Desk.text\n",
                "Desk",
                "text",
                "Desk.*",
                "*.*",
                "**",
                "*",
                "",
                ".",
                "dev.gyre.ipc.HostilePageTest$Desk.text",
                "dev.gyre.ipc.Desk.text",
                "java.lang.Runtime.exec",
                "java.lang.System.exit",
                "gyre.events2",
                "gyre.page.state",
                "gyre.window.message",
                "__proto__",
                "constructor",
                "../Desk.text",
                "%44esk.text",
                "<script>alert(1)</script>"
            })
    void isAnsweredAlikeWhateverNameItTries(String name) {
        world.bus.register(EventType.of("desk.closed", String.class));
        String written = TextNode.valueOf(name).toString();

        page.send("[2,1," + written + ",\"a\"]");
        page.send("[17,2," + written + ",\"a\"]");
        page.send("[9,3," + written + ",\"a\"]");

        for (long id = 1; id <= 3; id++) {
            assertThat(page.outcomes(id)).singleElement().satisfies(answer -> {
                assertThat(answer.path(2).asText()).isEqualTo("not_available");
                assertThat(answer.path(3).asText()).isEqualTo(name + " is not available");
                assertThat(answer).hasSize(4);
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Data where anything may stand: it stays data, in the shape in which it came.
                "Desk.any    | {'@class':'javax.script.ScriptEngineManager'} | SAME",
                "Desk.any    | {'@type':'com.sun.rowset.JdbcRowSetImpl','dataSourceName':'rmi://evil/x'} | SAME",
                "Desk.any    | {'@c':'.HostilePageTest$Gadget'} | SAME",
                "Desk.any    | ['java.util.ArrayList',[]] | SAME",
                "Desk.any    | ['dev.gyre.ipc.HostilePageTest$Gadget',{}] | SAME",
                "Desk.any    | {'__proto__':{'admin':true},'constructor':{'prototype':{}}} | SAME",
                "Desk.listed | [['java.net.URL','http://evil/'],{'@class':'java.io.File'}] | SAME",
                // Where something else is declared it does not fit.
                "Desk.person | {'@class':'dev.gyre.ipc.HostilePageTest$Gadget','name':'Ada'} | property @class: unknown (expected: a declared property)",
                "Desk.person | ['dev.gyre.ipc.HostilePageTest$Gadget',{'name':'Ada'}] | not accepted (expected: an object)",
                "Desk.person | {'name':'Ada','class':{'classLoader':{}}} | property class: unknown (expected: a declared property)",
                "Desk.person | {'name':['java.lang.String','Ada']} | property name: not accepted (expected: text)",
                "Desk.person | {'name':{'@class':'java.lang.String'}} | property name: not accepted (expected: text)",
                "Desk.person | 'Ada' | not accepted (expected: an object)",
                "Desk.shape  | {'@class':'dev.gyre.ipc.HostilePageTest$Gadget'} | REFUSED",
                "Desk.shape  | {'type':'Gadget'} | REFUSED",
                "Desk.shape  | {'type':'dev.gyre.ipc.HostilePageTest$Gadget'} | REFUSED",
                "Desk.shape  | {'type':'java.lang.Object'} | REFUSED",
                "Desk.shape  | {'type':'Circle','radius':1} | SAME",
            })
    void bringsNoTypeIntoBeing(String name, String argument, String expected) throws IOException {
        String json = argument.replace('\'', '"');

        page.send("[2,1,\"" + name + "\"," + json + "]");

        JsonNode answer = page.outcome(1);
        if (expected.equals("SAME")) {
            assertThat(answer.path(2)).isEqualTo(PLAIN.readTree(json));
        } else {
            assertThat(answer.path(2).asText()).isEqualTo("bad_argument");
            assertThat(answer.path(3).asText())
                    .startsWith("argument 0 (value): ")
                    .endsWith(expected.equals("REFUSED") ? ")" : ": " + expected)
                    .doesNotContain("dev.gyre")
                    .doesNotContain("java.");
        }
        assertThat(Gadget.MADE).hasValue(0);
    }

    /** Of nothing that is under way: never begun, over already, or of another sort. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[5,77]",
                "[8,77,1]",
                "[6,77,1]",
                "[7,77]",
                "[4,77,\"failed\",\"x\"]",
                "[5,1]",
                "[8,1,5]",
                "[6,1,\"x\"]",
                "[7,1]",
                "[4,1,\"failed\",\"x\"]",
                "[8,2,5]",
                "[6,2,1]",
                "[7,2]",
                "[7,3]",
                "[6,3,1]",
                "[5,4]",
                "[8,4,1]",
                "[12,\"desk.none\"]",
                "[12,\"**\"]",
                "[12,\"\"]"
            })
    void changesNothingByIdsOfNothing(String frame) {
        page.send("[2,1,\"Desk.text\",\"over\"]"); // over
        page.send("[2,2,\"Desk.never\"]"); // a call, which takes neither credit nor items
        page.send("[17,3,\"Desk.count\",2]"); // a stream, which takes no items
        page.send("[2,5,\"Desk.sum\",4]"); // an upload, which has no outcome of its own
        page.outcome(1);
        World.eventually(
                () -> page.frames().stream().anyMatch(heard -> heard.path(0).asInt() == Frame.CREDIT));
        int before = page.frames().size();

        page.send(frame);

        page.send("[16,[8,3,9],[6,4,20,22],[7,4]]");
        assertThat(page.outcome(3).toString()).isEqualTo("[7,3]");
        assertThat(page.outcome(5).toString()).isEqualTo("[3,5,42]");
        assertThat(page.outcomes(2)).isEmpty();
        assertThat(page.outcomes(1)).hasSize(1);
        assertThat(page.frames().subList(before, page.frames().size()))
                .filteredOn(heard -> heard.path(0).asInt() == Frame.ERROR)
                .isEmpty();
    }

    @Test
    void isAnsweredWithDataWhateverItsTextsHold() throws IOException {
        List<String> texts = List.of(
                "</script><script>alert(1)</script>",
                "\"]);alert(1);([\"",
                "\\u2028\u2028\u2029",
                "<!--<script>",
                "'\"`${alert(1)}",
                "\u0000\u0007\u001b[31m\r\nSet-Cookie: x",
                "\ud83d\ude00\u202e\ufeff\u00ad");
        PageWindow ascii = world.ipc.open("ascii", calls("Desk.*"), MessageForm.ASCII);
        List<String> sent = new ArrayList<>();
        var link = world.ipc.connect(new Recorder(sent));
        receive(link, "[0,1,\"" + ascii.code() + "\"]");
        sent.clear();

        for (String text : texts) {
            String written = TextNode.valueOf(text).toString();
            receive(link, "[2,1,\"Desk.text\"," + written + "]");
            receive(link, "[2,2," + written + "]");
            receive(link, "[2,3,\"Desk.fails\"," + written + "]");
            link.drain();
            List<JsonNode> answers = frames(sent);
            sent.clear();

            assertThat(answers)
                    .extracting(each -> each.path(each.size() - 1).asText())
                    .containsExactly(text, text + " is not available", "cannot do " + text);
        }
    }

    private static List<JsonNode> frames(List<String> messages) throws IOException {
        List<JsonNode> frames = new ArrayList<>();
        for (String message : messages) {
            assertThat(message.chars()).as(message).allMatch(c -> c >= 0x20 && c < 0x7f);
            JsonNode read = PLAIN.readTree(message);
            (read.path(0).asInt() == Frame.BATCH ? read : List.of(read)).forEach(frames::add);
        }
        frames.removeIf(frame -> !frame.isArray() || frame.path(0).asInt() == Frame.ACK);
        return frames;
    }

    private static void receive(PageLink link, String message) {
        byte[] bytes = message.getBytes(UTF_8);
        link.receive(bytes, 0, bytes.length);
    }

    sealed interface Shape permits Circle {}

    record Circle(int radius) implements Shape {}

    record Person(String name) {}

    /** Must never be made of what a page sends. */
    static final class Gadget {
        static final AtomicInteger MADE = new AtomicInteger();

        Gadget() {
            MADE.incrementAndGet();
        }
    }

    static final class Vault {
        @Binding
        String tell(String text) {
            return text;
        }
    }

    static final class Desk {
        String hidden(String text) {
            return text;
        }

        @Binding(nonBlocking = true)
        String text(String text) {
            return text;
        }

        @Binding(nonBlocking = true)
        String fails(String text) {
            throw new CallException("cannot", "cannot do " + text);
        }

        @Binding(nonBlocking = true)
        Object any(Object value) {
            return value;
        }

        @Binding(nonBlocking = true)
        List<Object> listed(List<Object> value) {
            return value;
        }

        @Binding(nonBlocking = true)
        Person person(Person value) {
            return value;
        }

        @Binding(nonBlocking = true)
        Shape shape(Shape value) {
            return value;
        }

        @Binding(nonBlocking = true)
        Mono<String> never() {
            return Mono.never();
        }

        @Binding(nonBlocking = true)
        Flux<Integer> count(int to) {
            return Flux.range(1, to);
        }

        @Binding(nonBlocking = true)
        Mono<Integer> sum(Flux<Integer> numbers) {
            return numbers.reduce(0, Integer::sum);
        }
    }
}
