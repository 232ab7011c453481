package dev.gyre.assets;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for assets: which file, which part of it, or why not. It knows no transport.
 *
 * <p>Thread-safe, and never blocks its caller: what is in memory is answered at once, what needs I/O on the executor
 * that the caller gives.
 */
public final class AssetHandler {

    private static final System.Logger LOG = System.getLogger(AssetHandler.class.getName());
    private static final RateLimit WARNINGS = new RateLimit();

    private final AssetSource source;
    private final Responses responses;

    /** Swapped whole by {@link #reload()}, read once a request. */
    private volatile AssetIndex index;

    private AssetHandler(AssetSource source, String contentSecurityPolicy) {
        this.source = source;
        this.responses = new Responses(contentSecurityPolicy);
        this.index = AssetIndex.of(source);
    }

    /**
     * Lists the source and answers from it. May block while the source does.
     *
     * @param source the files
     * @param configurePolicy extends the policy that pages get
     * @return the handler
     * @throws AssetException if the source cannot be listed
     */
    public static AssetHandler of(AssetSource source, Consumer<ContentSecurityPolicy> configurePolicy) {
        ContentSecurityPolicy policy = new ContentSecurityPolicy();
        configurePolicy.accept(policy);
        return new AssetHandler(source, policy.toString());
    }

    /**
     * Lists the source again. Requests that are being answered keep what they found. May block while the source does.
     *
     * @throws AssetException if the source cannot be listed; the old list stays
     */
    public void reload() {
        index = AssetIndex.of(source);
    }

    /**
     * Answers a request. The response is handed over exactly once, before this method returns or on the executor.
     *
     * @param request the request
     * @param io where I/O is done; it may refuse, which answers 503
     * @param done takes the response, and must close its body
     */
    public void handle(WebRequest request, Executor io, Consumer<WebResponse> done) {
        WebResponse refusal = refusal(request);
        if (refusal != null) {
            done.accept(refusal);
            return;
        }
        AssetIndex current = index;
        Asset asset = current.find(request.target());
        if (asset == null) {
            done.accept(missing(request, current.folder(request.target())));
            return;
        }
        Selected selected = Selected.of(asset, request.header("accept-encoding"));
        OpenContent content = selected == null ? null : selected.form().inMemory();
        if (selected == null) {
            done.accept(responses.page(406, request, Map.of("Vary", "Accept-Encoding")));
        } else if (content != null) {
            done.accept(serve(request, selected, content));
        } else {
            openOn(io, request, selected, done);
        }
    }

    private @Nullable WebResponse refusal(WebRequest request) {
        return switch (request.method()) {
            case "GET", "HEAD" -> null;
            case "OPTIONS" -> responses.page(403, request);
            default -> responses.page(405, request, Map.of("Allow", "GET, HEAD"));
        };
    }

    private WebResponse missing(WebRequest request, @Nullable String folder) {
        if (folder == null) {
            return responses.page(404, request);
        }
        String query = request.target()
                .substring(AssetPath.withoutQuery(request.target()).length());
        return responses.page(308, request, Map.of("Location", AssetPath.encode(folder) + query));
    }

    private void openOn(Executor io, WebRequest request, Selected selected, Consumer<WebResponse> done) {
        try {
            io.execute(() -> done.accept(open(request, selected)));
        } catch (RejectedExecutionException full) {
            done.accept(responses.page(503, request));
        }
    }

    private WebResponse open(WebRequest request, Selected selected) {
        try {
            return serve(request, selected, selected.form().open());
        } catch (NoSuchFileException deleted) {
            return responses.page(404, request);
        } catch (IOException e) {
            if (WARNINGS.permits()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "asset {0} cannot be read: {1}",
                        selected.asset().path(),
                        e.toString());
            }
            return responses.page(503, request);
        }
    }

    private WebResponse serve(WebRequest request, Selected selected, OpenContent content) {
        if (EntityTags.matches(request.header("if-none-match"), content.etag())) {
            close(content);
            return responses.notModified(selected, content.etag());
        }
        ByteRange range = rangeOf(request, content);
        if (range.equals(ByteRange.UNSATISFIABLE)) {
            close(content);
            return responses.page(416, request, Map.of("Content-Range", "bytes */" + content.size()));
        }
        if (request.method().equals("HEAD")) {
            close(content);
            return responses.asset(selected, content, range, MemoryBody.empty());
        }
        return serveBody(request, selected, content, range);
    }

    /** A range is defined for GET alone (RFC 9110, section 14.2). */
    private static ByteRange rangeOf(WebRequest request, OpenContent content) {
        boolean applies =
                request.method().equals("GET") && EntityTags.permitsRange(request.header("if-range"), content.etag());
        return applies ? ByteRange.parse(request.header("range"), content.size()) : ByteRange.WHOLE;
    }

    private WebResponse serveBody(WebRequest request, Selected selected, OpenContent content, ByteRange range) {
        boolean whole = range.equals(ByteRange.WHOLE);
        try {
            AssetBody body = whole ? content.body(0, content.size()) : content.body(range.start(), range.length());
            return responses.asset(selected, content, range, body);
        } catch (IOException e) {
            close(content);
            return responses.page(503, request);
        }
    }

    private static void close(OpenContent content) {
        try {
            content.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing failed", e);
        }
    }

    /** The answer to a request that was refused before it came here. */
    WebResponse refuse(int status) {
        return responses.page(status);
    }
}
