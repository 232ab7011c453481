package dev.gyre.window;

import dev.gyre.window.kit.ProcessEndKit;

/** A process whose pages are in a browser ends as every other. */
class ProcessEndTest extends ProcessEndKit {

    @Override
    protected Class<?> program() {
        return Main.class;
    }

    /** Its page is one of Java, for the browser is another process; and no thread of a UI keeps this one. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) {
            Application app = run(arguments[0], BrowserBackend.withoutLaunch(), task -> new Thread(task).start());
            new Thread(() -> InMemoryPage.open(app, "main"), "test-page").start();
            app.awaitClose();
        }
    }
}
