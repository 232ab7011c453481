package dev.gyre.window.jcef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Chromium answers when it is asked for a picture. */
class ScreenshotTest {

    @Test
    void aPictureIsReadFromItsAnswer() {
        assertThat(Screenshot.picture("{\"data\":\"AQID\"}")).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"data\":1}", "{\"data\":\"AQID", "{\"code\":-32000,\"message\":\"none\"}"})
    void anAnswerWithoutOneIsNamed(String answer) {
        assertThatThrownBy(() -> Screenshot.picture(answer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("screenshot: " + answer + " (expected: a picture in \"data\":\")");
    }

    @Test
    void ofALongAnswerItsBeginIsTold() {
        assertThatThrownBy(() -> Screenshot.picture("x".repeat(101)))
                .hasMessage("screenshot: " + "x".repeat(100) + " (expected: a picture in \"data\":\")");
    }

    @Test
    void anAnswerThatIsLostIsAskedForAgain() {
        Queue<CompletableFuture<String>> answers = new ArrayDeque<>(List.of(
                new CompletableFuture<>(),
                new CompletableFuture<>(),
                CompletableFuture.completedFuture("{\"data\":\"AQID\"}")));

        assertThat(Screenshot.of(answers::remove, 3)
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join())
                .containsExactly(1, 2, 3);
    }

    @Test
    void whoGetsNoAnswerAsksNotForEver() {
        Queue<CompletableFuture<String>> answers =
                new ArrayDeque<>(List.of(new CompletableFuture<>(), new CompletableFuture<>()));

        assertThatThrownBy(() -> Screenshot.of(answers::remove, 2)
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join())
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(answers).isEmpty();
    }

    @Test
    void anAnswerWithoutAPictureIsNotAskedForAgain() {
        Queue<CompletableFuture<String>> answers = new ArrayDeque<>(
                List.of(CompletableFuture.completedFuture("{}"), CompletableFuture.completedFuture("{}")));

        assertThatThrownBy(() -> Screenshot.of(answers::remove, 2)
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join())
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(answers).hasSize(1);
    }
}
