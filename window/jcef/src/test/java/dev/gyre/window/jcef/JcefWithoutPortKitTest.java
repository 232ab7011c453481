package dev.gyre.window.jcef;

import dev.gyre.window.spi.Backend;

/** Windows of JCEF keep what every backend promises without a port, too. */
class JcefWithoutPortKitTest extends JcefKitTest {

    @Override
    protected Backend backend() {
        return JcefBackend.create().loopback(false);
    }
}
