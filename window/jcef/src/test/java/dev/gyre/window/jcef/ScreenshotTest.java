package dev.gyre.window.jcef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    @ValueSource(strings = {"{}", "{\"data\":1}", "{\"data\":\"AQID"})
    void anAnswerWithoutOneIsNamed(String answer) {
        assertThatThrownBy(() -> Screenshot.picture(answer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("screenshot: " + answer + " (expected: a picture in \"data\":\")");
    }
}
