package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.emits;
import static dev.gyre.ipc.Capabilities.hears;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gyre.event.EventType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Two pages that use the same ids: what one says is never about what the other has under way. */
class IsolationTest {

    private static final EventType<String> NEWS = EventType.of("paper.news", String.class);

    private final Held held = new Held();
    private final World world = World.of(held);
    private final PageWindow window = world.ipc.open("mine", Capabilities.of(calls("Held.*"), hears("paper.*")));
    private final PageWindow other =
            world.ipc.open("other", Capabilities.of(calls("Held.*"), emits("**"), hears("**")));
    private final RawPage mine = RawPage.open(world.ipc, window);
    private final RawPage theirs = RawPage.open(world.ipc, other);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aPageCannotCancelTheCallOfAnother() {
        mine.send("[2,1,\"Held.call\",\"mine\"]");
        World.eventually(() -> held.calls.containsKey("mine"));

        theirs.send("[5,1]");
        theirs.send("[4,1,\"failed\",\"no\"]");
        held.calls.get("mine").tryEmitValue("kept");

        assertThat(mine.outcome(1).toString()).isEqualTo("[3,1,\"kept\"]");
        assertThat(theirs.frames()).isEmpty();
    }

    @Test
    void aPageCannotHearTheAnswersOfAnotherWithTheSameId() {
        mine.send("[2,1,\"Held.call\",\"mine\"]");
        theirs.send("[2,1,\"Held.call\",\"theirs\"]");
        World.eventually(() -> held.calls.size() == 2);

        held.calls.get("theirs").tryEmitValue("for them");
        assertThat(theirs.outcome(1).toString()).isEqualTo("[3,1,\"for them\"]");
        assertThat(mine.frames()).isEmpty();
        held.calls.get("mine").tryEmitValue("for me");

        assertThat(mine.outcome(1).toString()).isEqualTo("[3,1,\"for me\"]");
        assertThat(theirs.frames()).hasSize(1);
    }

    @Test
    void aPageCannotGiveCreditToTheStreamOfAnotherNorEndIt() {
        mine.send("[17,1,\"Held.numbers\",3]");
        theirs.send("[17,1,\"Held.numbers\",0]");
        assertThat(theirs.outcome(1).toString()).isEqualTo("[7,1]");

        theirs.send("[16,[8,1,100],[5,1],[7,1]]");
        assertServed(theirs);
        assertServed(mine);
        assertThat(mine.outcomes(1)).isEmpty();
        assertThat(items(mine)).isEmpty();
        mine.send("[8,1,100]");

        assertThat(mine.outcome(1).toString()).isEqualTo("[7,1]");
        assertThat(items(mine)).containsExactly(1, 2, 3);
        assertThat(items(theirs)).isEmpty();
    }

    @Test
    void aPageCannotSendIntoTheUploadOfAnotherNorEndIt() {
        mine.send("[2,1,\"Held.joined\",8]");
        World.eventually(() -> isAllowed(mine, 8));

        theirs.send("[16,[6,8,\"forged\"],[7,8],[4,8,\"failed\",\"forged\"],[5,1],[5,8]]");
        assertServed(theirs);
        mine.send("[16,[6,8,\"my\",\"own\"],[7,8]]");

        assertThat(mine.outcome(1).toString()).isEqualTo("[3,1,\"my own\"]");
    }

    @Test
    void aPageCannotUseAnUploadOfAnotherAsItsArgument() {
        mine.send("[2,1,\"Held.joined\",8]");
        World.eventually(() -> isAllowed(mine, 8));
        theirs.send("[2,2,\"Held.joined\",8]");
        World.eventually(() -> isAllowed(theirs, 8));

        mine.send("[16,[6,8,\"secret\"],[7,8]]");
        assertThat(mine.outcome(1).toString()).isEqualTo("[3,1,\"secret\"]");
        assertThat(theirs.outcomes(2)).isEmpty();
        theirs.send("[7,8]");

        assertThat(theirs.outcome(2).toString()).isEqualTo("[3,2,\"\"]");
    }

    @Test
    void aPageCannotUnsubscribeAnotherNorConfirmForIt() {
        world.bus.register(NEWS);
        mine.send("[16,[11,1,\"paper.news\"],[13]]");
        theirs.send("[16,[11,1,\"paper.news\"],[13]]");
        assertThat(mine.outcome(1).toString()).isEqualTo("[3,1]");
        assertThat(theirs.outcome(1).toString()).isEqualTo("[3,1]");

        theirs.send("[16,[12,\"paper.news\"],[12,\"**\"],[15,1]]");
        world.bus.publish(NEWS, "today");

        World.eventually(() -> mine.frames().size() == 2);
        assertThat(mine.frames().get(1).toString()).isEqualTo("[10,\"paper.news\",\"today\"]");
        assertThat(theirs.frames()).hasSize(1);
    }

    @Test
    void whatOnePageLeavesBehindDoesNotEndTheOthers() {
        mine.send("[2,1,\"Held.call\",\"mine\"]");
        theirs.send("[2,1,\"Held.call\",\"theirs\"]");
        World.eventually(() -> held.calls.size() == 2);

        other.close();
        held.calls.get("mine").tryEmitValue("kept");

        assertThat(mine.outcome(1).toString()).isEqualTo("[3,1,\"kept\"]");
        assertThat(window.session().orElseThrow().account().inFlight()).isZero();
    }

    private static void assertServed(RawPage page) {
        page.send("[2,900,\"Held.now\"]");
        assertThat(page.outcome(900).toString()).isEqualTo("[3,900,\"now\"]");
    }

    private static boolean isAllowed(RawPage page, long upload) {
        return page.frames().stream()
                .anyMatch(frame ->
                        frame.path(0).asInt() == Frame.CREDIT && frame.path(1).asLong() == upload);
    }

    private static List<Integer> items(RawPage page) {
        return page.frames().stream()
                .filter(frame -> frame.path(0).asInt() == Frame.NEXT)
                .flatMap(frame -> IntStream.range(2, frame.size()).mapToObj(frame::path))
                .map(JsonNode::asInt)
                .toList();
    }

    static final class Held {
        final Map<String, Sinks.One<String>> calls = new ConcurrentHashMap<>();

        @Binding
        Mono<String> call(String name) {
            Sinks.One<String> sink = Sinks.one();
            return sink.asMono().doOnSubscribe(any -> calls.put(name, sink));
        }

        @Binding
        Flux<Integer> numbers(int to) {
            return Flux.range(1, to);
        }

        @Binding
        Mono<String> joined(Flux<String> words) {
            return words.collectList().map(all -> String.join(" ", all));
        }

        @Binding
        String now() {
            return "now";
        }
    }
}
