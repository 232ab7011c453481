package dev.gyre.bench.stages;

import dev.gyre.window.Window;
import dev.gyre.window.spi.WindowTrait;

/** A window that is changed by itself, in one turn of its toolkit's thread. */
interface SingleWindow {

    /** Returns when it has come about. */
    void change(WindowTrait... wishes);

    WindowTrait.Size size();

    String title();

    void close();

    /** One of Gyre's. */
    record Of(Window window) implements SingleWindow {

        @Override
        public void change(WindowTrait... wishes) {
            window.change(wishes).block();
        }

        @Override
        public WindowTrait.Size size() {
            return window.trait(WindowTrait.Size.class).orElseThrow();
        }

        @Override
        public String title() {
            return window.title();
        }

        @Override
        public void close() {
            window.close();
        }
    }
}
