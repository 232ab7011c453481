package dev.gyre.window.javafx;

import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BridgeTransport;
import dev.gyre.window.spi.PageNews.ConsoleLine;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.web.WebEngine;
import netscape.javascript.JSException;
import netscape.javascript.JSObject;
import org.jspecify.annotations.Nullable;

/**
 * The bridge of one document: its end on Java's side, held as long as the document is shown, for WebKit does not. On JavaFX's
 * thread alone.
 */
final class PageBridge {

    private static final System.Logger LOG = System.getLogger(PageBridge.class.getName());

    /** What a line of the console begins with, and no frame does. */
    private static final char CONSOLE = '!';

    private static final String MEMBER = "gyreHost";

    /** A dispatched event has WebKit run what waits for its promises at once, and not with the next pulse. */
    private static final String DELIVERY =
            "(text) => { window.dispatchEvent(new CustomEvent('gyre-message', { detail: text })); }";

    private static final String ARRIVAL = "window.dispatchEvent(new Event('gyre-host'))";

    private final BackendHost host;
    private final Executor thread;
    private final Consumer<ConsoleLine> console;
    private final JSObject delivery;
    private final Bridge bridge = new Bridge(this::posted);
    private @Nullable BridgeTransport connection;

    private PageBridge(WebEngine engine, BackendHost host, Executor thread, Consumer<ConsoleLine> console) {
        this.host = host;
        this.thread = thread;
        this.console = console;
        this.delivery = (JSObject) engine.executeScript(DELIVERY);
    }

    /** Opens the document that an engine shows; the caller has made sure of its origin. */
    static PageBridge open(WebEngine engine, BackendHost host, Executor thread, Consumer<ConsoleLine> console) {
        PageBridge opened = new PageBridge(engine, host, thread, console);
        window(engine).setMember(MEMBER, opened.bridge);
        engine.executeScript(ARRIVAL);
        return opened;
    }

    boolean isOf(WebEngine engine) {
        return window(engine).getMember(MEMBER) == bridge;
    }

    private static JSObject window(WebEngine engine) {
        return (JSObject) engine.executeScript("window");
    }

    private void posted(String message) {
        if (message.isEmpty()) {
            close();
            BridgeTransport next = new BridgeTransport(thread, Platform::runLater, this::hand);
            connection = next;
            next.open(host.connect(next));
        } else if (message.charAt(0) == CONSOLE) {
            console.accept(line(message));
        } else if (connection != null) {
            connection.receive(message);
        }
    }

    /** The mark and the level, a blank, and the text. */
    private static ConsoleLine line(String message) {
        int blank = message.indexOf(' ');
        String text = message.substring(blank + 1);
        System.Logger.Level level = switch (message.substring(1, Math.max(1, blank))) {
            case "debug" -> System.Logger.Level.DEBUG;
            case "warn" -> System.Logger.Level.WARNING;
            case "error" -> System.Logger.Level.ERROR;
            default -> System.Logger.Level.INFO;
        };
        return new ConsoleLine(level, text, "", 0);
    }

    private void hand(String messages) {
        try {
            delivery.call("call", null, messages);
        } catch (JSException gone) {
            LOG.log(System.Logger.Level.DEBUG, "a document that is gone was not told", gone);
        }
    }

    /** Its document is gone. */
    void close() {
        if (connection != null) {
            connection.lose();
            connection = null;
        }
    }
}
