package dev.gyre.window.jcef;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.gyre.window.spi.Backend;
import org.assertj.core.api.InstanceOfAssertFactories;
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
        assertThat(result(start(), "globals", null))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .satisfiesExactly(
                        channel -> assertThat(channel).isEqualTo("gyreChannel"),
                        query -> assertThat(query).matches("gyreQuery\\d+"),
                        cancel -> assertThat(cancel).matches("gyreQuery\\d+Cancel"));
    }

    @Override
    public void aForeignFrameSeesNothing() {
        abort("a page of https has no frames of http; JcefWithoutPortTest has some of https");
    }
}
