package dev.gyre.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserLauncherTest {

    @ParameterizedTest
    @CsvSource({"Linux, xdg-open", "FreeBSD, xdg-open", "Mac OS X, open", "Windows 11, rundll32"})
    void takesTheCommandOfTheSystem(String system, String command) {
        assertThat(BrowserLauncher.command(system, "http://127.0.0.1:1/#gyre=x"))
                .startsWith(command)
                .endsWith("http://127.0.0.1:1/#gyre=x");
    }
}
