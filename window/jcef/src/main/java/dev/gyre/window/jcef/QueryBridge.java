package dev.gyre.window.jcef;

import dev.gyre.window.spi.BackendHost;
import dev.gyre.window.spi.BridgeTransport;
import dev.gyre.window.spi.WindowThread;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.cef.callback.CefQueryCallback;
import org.jspecify.annotations.Nullable;

/**
 * The way between a window's pages and the runtime where no port is open. A page queries, and hears by a script that
 * dispatches an event in its document. Both bear the name of the connection, which the document has made up: what is late, or
 * meant for the document before, meets nobody.
 *
 * <p>A script carries text of ASCII characters as a literal, never as code; what is long is fetched by the page. Chromium takes
 * scripts without end. How many are on their way is bounded by the session, which sends no more than its page has room to
 * confirm.
 *
 * <p>The first query of a connection stays unanswered: Chromium tells when its document goes. Called by threads of
 * Chromium's, which it hands everything over from at once.
 */
final class QueryBridge implements AutoCloseable {

    /** Characters of a script. Beyond, to compile it takes a page longer than to fetch its text. */
    private static final int LITERAL_LIMIT = 65_536;

    private static final String FOLDER = "/gyre/bridge/";
    private static final int ID_BYTES = 16;

    /** What it is made of stands in a script. */
    private static final Pattern NAME = Pattern.compile("[0-9a-f-]{36}");

    private static final int NAME_LENGTH = 36;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final BackendHost host;
    private final WindowThread thread;
    private final Consumer<String> scripts;

    /** Texts that wait to be fetched, by the path they are found at. */
    private final Map<String, String> parked = new ConcurrentHashMap<>();

    /** Guarded by this. */
    private @Nullable Connection current;

    /**
     * No connection so far.
     *
     * @param host the application's side
     * @param thread the window's
     * @param scripts runs a script in the main frame
     */
    QueryBridge(BackendHost host, WindowThread thread, Consumer<String> scripts) {
        this.host = host;
        this.thread = thread;
        this.scripts = scripts;
    }

    /**
     * The page's end, in JavaScript.
     *
     * @param query the name of the function by which it queries
     */
    static String channel(String query) {
        return BridgeTransport.channel(QueryBridge.class).replace("QUERY", query);
    }

    /** The callback is held because Chromium counts the query as answered when it is collected. */
    private record Connection(String name, long query, CefQueryCallback callback, BridgeTransport transport) {}

    /** Takes what our own page in the main frame has sent. */
    void asked(long query, String request, CefQueryCallback callback) {
        boolean isNew = NAME.matcher(request).matches();
        if (isNew) {
            begin(request, query, callback);
        } else if (receive(request)) {
            callback.success("");
        } else {
            callback.failure(0, "");
        }
    }

    private synchronized void begin(String name, long query, CefQueryCallback callback) {
        end();
        BridgeTransport transport = new BridgeTransport(thread, Runnable::run, text -> hand(name, text));
        current = new Connection(name, query, callback, transport);
        transport.open(host.connect(transport));
    }

    private synchronized boolean receive(String request) {
        Connection to = current;
        boolean isCurrent = to != null && request.startsWith(to.name() + " ");
        if (to != null && isCurrent) {
            to.transport().receive(request.substring(NAME_LENGTH + 1));
        }
        return isCurrent;
    }

    /** A document is gone, or was about to go and stays, as it does where a navigation is refused: that one is told. */
    synchronized void cancelled(long query) {
        Connection gone = current;
        if (gone != null && gone.query() == query) {
            end();
            scripts.accept(script(gone.name(), "1006 lost"));
        }
    }

    /** The window shows nothing any more. */
    @Override
    public synchronized void close() {
        end();
        thread.close();
    }

    private void end() {
        if (current != null) {
            current.transport().lose();
            current.callback().success("");
            current = null;
            parked.clear();
        }
    }

    /** Takes text into the page, on the window's thread. */
    private void hand(String name, String text) {
        scripts.accept(script(name, text.length() > LITERAL_LIMIT ? park(text) : text));
    }

    private String park(String text) {
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        String path = FOLDER + HexFormat.of().formatHex(id);
        parked.put(path, text);
        return path;
    }

    /** What our own page in the main frame fetches here, once; null if it is none of ours. */
    @Nullable
    String take(String path) {
        return path.startsWith(FOLDER) ? parked.remove(path) : null;
    }

    static String script(String name, String text) {
        return "dispatchEvent(new CustomEvent('" + name + "',{detail:" + literal(text) + "}))";
    }

    /** A text in quotes and ASCII, as JavaScript and JSON have it. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 100).append('"');
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (unit == '\n') {
                literal.append("\\n");
            } else if (unit == '"' || unit == '\\') {
                literal.append('\\').append(unit);
            } else if (unit < ' ' || unit > '~') {
                literal.append(String.format("\\u%04x", (int) unit));
            } else {
                literal.append(unit);
            }
        }
        return literal.append('"').toString();
    }
}
