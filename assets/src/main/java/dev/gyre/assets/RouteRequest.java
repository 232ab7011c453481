package dev.gyre.assets;

import dev.gyre.assets.spi.PageOwner;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** A request of a page that has proved itself. Thread-safe. */
public final class RouteRequest {

    /** The field that carries the token of a page; no handler sees it. */
    static final String TOKEN = "gyre-token";

    private final WebRequest asked;
    private final AssetPath path;
    private final PageOwner page;
    private final Flux<ByteBuffer> body;

    RouteRequest(WebRequest asked, AssetPath path, PageOwner page, Flux<ByteBuffer> body) {
        this.asked = asked;
        this.path = path;
        this.page = page;
        this.body = body;
    }

    /**
     * The method.
     *
     * @return {@code GET}, {@code HEAD}, {@code POST}, {@code PUT}, {@code PATCH} or {@code DELETE}
     */
    public String method() {
        return asked.method();
    }

    /**
     * What was asked for.
     *
     * @return the decoded path, without the query
     */
    public String path() {
        return path.value();
    }

    /**
     * The query.
     *
     * @return what follows the question mark, as it was sent; empty if there is none
     */
    public String query() {
        int mark = asked.target().indexOf('?');
        return mark < 0 ? "" : asked.target().substring(mark + 1);
    }

    /**
     * A field of the request. The page's token is not among them.
     *
     * @param name its name, whatever its case
     * @return its value, several lines joined by commas; null if absent
     */
    public @Nullable String header(String name) {
        return name.equalsIgnoreCase(TOKEN) ? null : asked.header(name);
    }

    /**
     * Which page asks.
     *
     * @return its window and session
     */
    public PageOwner page() {
        return page;
    }

    /**
     * The body, for one subscriber. Bytes are read from the client as they are asked for, so that a slow subscriber slows the
     * client. It fails when the client goes, sends too much, or the response ends first. What nobody reads is dropped.
     *
     * @return buffers that belong to the subscriber; empty if there is no body
     */
    public Flux<ByteBuffer> body() {
        return body;
    }

    /** Method and path; the query may hold anything. */
    @Override
    public String toString() {
        return method() + " " + path();
    }
}
