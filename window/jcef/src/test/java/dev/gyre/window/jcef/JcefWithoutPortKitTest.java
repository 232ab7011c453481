package dev.gyre.window.jcef;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.window.spi.Backend;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows of JCEF keep what every backend promises without a port, too. */
class JcefWithoutPortKitTest extends JcefKitTest {

    @Override
    protected Backend backend() {
        return JcefBackend.create().loopback(false);
    }

    /** Chromium has every page see its query: who may use it, {@link JcefWithoutPortTest} tries. */
    @Override
    @Test
    void pagesSeeNothingOfTheWayToJava() throws InterruptedException {
        assertThat(result(start(), "globals", null)).isEqualTo(List.of("gyreChannel", "gyreQuery", "gyreQueryCancel"));
    }

    /** No test here: a page of https has no frames of http, and {@link JcefWithoutPortTest} has some of https. */
    @Override
    public void aForeignFrameSeesNothing() {}
}
