package dev.gyre.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gyre.ipc.spi.MessageForm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.publisher.TestPublisher.Violation;

class PageProtocolTest {

    private final List<String> sent = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<CompletableFuture<JsonNode>> asked = new ArrayList<>();
    private final PageProtocol protocol = new PageProtocol(
            new FrameEncoder(Json.mapper(IpcLimits.DEFAULT, builder -> {}), MessageForm.BINARY, 1 << 20),
            message -> sent.add(text(message)),
            (name, payload) -> heard.add(name + payload));

    private static String text(Message message) {
        return new String(message.bytes(), UTF_8);
    }

    @Test
    void saysHelloWithACodeOrWithWhatItHasReceived() {
        CompletableFuture<Void> welcome = protocol.expectWelcome();
        assertThat(text(protocol.arriving("abc"))).isEqualTo("[0,1,\"abc\"]");
        assertThat(welcome).isNotDone();

        take("[1,{\"token\":\"t\",\"next\":\"n\",\"generation\":3}]");
        take("[16,[10,\"a\",1],[10,\"b\",2],[14,7]]");

        assertThat(welcome).isCompleted();
        assertThat(text(protocol.returning())).isEqualTo("[0,1,\"\",\"t\",1]");
        assertThat(protocol.next()).isEqualTo("n");
        assertThat(protocol.generation()).isEqualTo(3);
        assertThat(heard).containsExactly("a1", "b2");
        assertThat(protocol.gaps()).isEqualTo(7);
    }

    @Test
    void keepsItsNextCodeOverAResume() {
        take("[1,{\"token\":\"t\",\"next\":\"n\",\"generation\":1}]");
        take("[1,{\"token\":\"t\",\"generation\":1}]");

        assertThat(protocol.next()).isEqualTo("n");
    }

    @Test
    void confirmsAfterSixteenMessagesOrManyBytes() {
        for (int i = 0; i < 16; i++) {
            assertThat(sent).isEmpty();
            take("[10,\"a\",1]");
        }
        assertThat(sent).containsExactly("[15,16]");

        take("[10,\"a\",\"" + "x".repeat(256 << 10) + "\"]");

        assertThat(sent).containsExactly("[15,16]", "[15,17]");
    }

    @Test
    void failsOneRequestOrAllThatAMessageMayHaveHeld() {
        CompletableFuture<JsonNode> first = protocol.request(Frame.CALL, "A.b");
        CompletableFuture<JsonNode> second = protocol.request(Frame.CALL, "A.b", "x");
        CompletableFuture<JsonNode> third = protocol.request(Frame.EMIT, "a", 1);
        assertThat(sent).containsExactly("[2,1,\"A.b\"]", "[2,2,\"A.b\",\"x\"]", "[9,3,\"a\",1]");

        take("[4,2,\"failed\",\"no\"]");
        assertThat(first).isNotDone();
        assertThatThrownBy(second::join).hasRootCauseMessage("no");

        take("[4,0,\"bad_frame\",\"unreadable\",5]");
        assertThatThrownBy(first::join).hasRootCauseMessage("unreadable");
        assertThatThrownBy(third::join).hasRootCauseMessage("unreadable");
    }

    @Test
    void cancelsAtTheRuntimeWhatIsStillOpen() {
        CompletableFuture<JsonNode> open = protocol.request(Frame.CALL, "A.b");
        CompletableFuture<JsonNode> settled = protocol.request(Frame.CALL, "A.b");
        take("[3,2,true]");
        sent.clear();

        open.cancel(false);
        settled.cancel(false);

        assertThat(sent).containsExactly("[5,1]");
    }

    @Test
    void leavesNobodyWaitingOnceClosed() {
        CompletableFuture<Void> welcome = protocol.expectWelcome();
        CompletableFuture<JsonNode> answer = protocol.request(Frame.CALL, "A.b");

        protocol.closed(new CallException(CallException.CANCELLED, "over"));

        assertThatThrownBy(welcome::join).hasRootCauseMessage("over");
        assertThatThrownBy(answer::join).hasRootCauseMessage("over");
    }

    @Test
    void answersWhatIsAskedOnceItIsClosed() {
        protocol.closed(new CallException("closed", "over"));

        CompletableFuture<JsonNode> answer = protocol.request(Frame.CALL, "A.b");
        Flux<Integer> items = protocol.stream(Integer.class, "A.c");

        assertThat(answer).isCompletedExceptionally();
        assertThatThrownBy(answer::join).hasRootCauseMessage("over");
        StepVerifier.create(items).expectErrorMessage("over").verify();
    }

    @Test
    void answersAgainOnceItIsWelcomedAgain() {
        protocol.closed(new CallException("closed", "over"));
        assertThat(protocol.expectWelcome()).isNotDone();
        take("[1,{\"received\":0}]");

        CompletableFuture<JsonNode> answer = protocol.request(Frame.CALL, "A.b");
        take("[3,1,true]");

        assertThat(answer.join().asBoolean()).isTrue();
    }

    @Test
    void sendsAgainWhatTheRuntimeHasNotReceivedBeforeAnythingNew() {
        call("A.b");
        call("A.c");
        call("A.d");
        take("[15,1]");
        sent.clear();

        assertThat(protocol.expectWelcome()).isNotDone();
        call("A.e");
        assertThat(sent).isEmpty();
        take("[1,{\"received\":2}]");
        call("A.f");

        assertThat(sent).containsExactly("[2,3,\"A.d\"]", "[2,4,\"A.e\"]", "[2,5,\"A.f\"]");
    }

    @Test
    void endsTheUploadsOfACallWithIt() {
        List<String> begun = new ArrayList<>();
        Flux<Integer> items =
                Flux.<Integer>never().doOnSubscribe(any -> begun.add("begun")).doOnCancel(() -> begun.add("cancelled"));
        call("A.refused", items);
        call("A.failed", items);
        call("A.cancelled", items);
        asked.get(2).cancel(false);
        assertThat(sent)
                .containsExactly("[2,1,\"A.refused\",2]", "[2,3,\"A.failed\",4]", "[2,5,\"A.cancelled\",6]", "[5,5]");

        take("[4,1,\"not_available\",\"no\"]");
        take("[8,4,10]");
        take("[4,3,\"failed\",\"no\"]");
        take("[16,[8,2,10],[8,4,10],[8,6,10]]");

        assertThat(begun).containsExactly("begun", "cancelled");
        assertThat(protocol.uploading()).isZero();
    }

    @Test
    void forgetsTheUploadsOfACallThatCannotBeMade() {
        assertThatThrownBy(() -> protocol.request(Frame.CALL, "A.b", Flux.just(1), Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(protocol.uploading()).isZero();
    }

    @Test
    void ignoresWhatACancelledUploadGives() {
        List<Throwable> dropped = new ArrayList<>();
        Hooks.onErrorDropped(dropped::add);
        try {
            TestPublisher<Integer> items = TestPublisher.createNoncompliant(Violation.CLEANUP_ON_TERMINATE);
            call("A.b", items);
            take("[16,[8,2,10],[5,2]]");
            sent.clear();

            items.next(1);
            items.error(new IllegalStateException("too late"));

            assertThat(sent).isEmpty();
            assertThat(dropped).isEmpty();
        } finally {
            Hooks.resetOnErrorDropped();
        }
    }

    private void call(Object... content) {
        asked.add(protocol.request(Frame.CALL, content));
    }

    private void take(String message) {
        protocol.take(new Message(message.getBytes(UTF_8), false));
    }
}
