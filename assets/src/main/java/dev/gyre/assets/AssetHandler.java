package dev.gyre.assets;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private final AssetHandlerOptions options;
    private final Responses responses;
    private final Serving serving;

    /** Swapped whole by {@link #reload()}, read once a request. */
    private volatile AssetIndex index;

    private AssetHandler(AssetSource source, AssetHandlerOptions options) {
        this.source = source;
        this.options = options;
        this.responses = new Responses(options.contentSecurityPolicy());
        this.serving = new Serving(responses);
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
        return create(source, options -> options.contentSecurityPolicy(configurePolicy));
    }

    /**
     * Lists the source and answers from it. May block while the source does.
     *
     * @param source the files
     * @param configure sets the options
     * @return the handler
     * @throws AssetException if the source cannot be listed, or has not the page that is to stand in for others
     */
    public static AssetHandler create(AssetSource source, Consumer<AssetHandlerOptions> configure) {
        AssetHandlerOptions options = new AssetHandlerOptions();
        configure.accept(options);
        return create(source, options);
    }

    static AssetHandler create(AssetSource source, AssetHandlerOptions options) {
        AssetHandler handler = new AssetHandler(source, options);
        String fallback = options.pageFallback();
        if (fallback != null && handler.index.find(AssetPath.encode(fallback)) == null) {
            throw new AssetException("pageFallback: " + fallback + " (expected: a file of the source)");
        }
        return handler;
    }

    /**
     * Lists the source again. Requests that are being answered keep what they found. May block while the source does.
     *
     * @return what has changed
     * @throws AssetException if the source cannot be listed; the old list stays
     */
    public AssetChanges reload() {
        AssetIndex now = AssetIndex.of(source);
        AssetChanges changes = now.changesSince(index);
        index = now;
        return changes;
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
        if (AssetBatch.isAskedFor(request.target())) {
            handleBatch(request, io, done);
        } else {
            handleOne(request, io, done);
        }
    }

    private void handleBatch(WebRequest request, Executor io, Consumer<WebResponse> done) {
        List<String> parts = AssetBatch.parts(request.target());
        if (parts.size() > AssetBatch.MAX_PARTS) {
            done.accept(responses.page(400, request));
            return;
        }
        onIo(io, request, done, () -> responses.batch(request, AssetBatch.of(parts, this::answerNow)));
    }

    /** What a request without any field is answered; blocks on I/O. */
    private void answerNow(String target, Consumer<WebResponse> done) {
        handleOne(new WebRequest("GET", target, name -> null), Runnable::run, done);
    }

    private void handleOne(WebRequest request, Executor io, Consumer<WebResponse> done) {
        AssetIndex current = index;
        Asset asset;
        String folder;
        Asset fallback;
        try {
            asset = current.find(request.target());
            folder = asset == null ? current.folder(request.target()) : null;
            fallback = asset == null && folder == null ? fallback(request, current) : null;
        } catch (AssetException damaged) {
            done.accept(unreadable(request, request.target(), damaged));
            return;
        }
        if (asset != null) {
            answer(new Found(request, asset, ""), io, done);
        } else if (fallback != null) {
            answer(new Found(request, fallback, Navigation.VARY), io, done);
        } else {
            done.accept(missing(request, folder));
        }
    }

    /** An asset that a request is to get, and on which fields that depended. */
    private record Found(WebRequest request, Asset asset, String vary) {

        String varyWith(String field) {
            return vary.isEmpty() ? field : vary + ", " + field;
        }
    }

    private @Nullable WebResponse refusal(WebRequest request) {
        return switch (request.method()) {
            case "GET", "HEAD" -> null;
            case "OPTIONS" -> responses.page(403, request);
            default -> responses.page(405, request, Map.of("Allow", "GET, HEAD"));
        };
    }

    private @Nullable Asset fallback(WebRequest request, AssetIndex current) {
        String page = options.pageFallback();
        AssetPath path = page == null ? null : AssetPath.parse(request.target());
        boolean isPage = path != null && Navigation.mayBePage(path) && Navigation.isNavigation(request);
        return page == null || !isPage ? null : current.find(AssetPath.encode(page));
    }

    private WebResponse missing(WebRequest request, @Nullable String folder) {
        if (folder == null) {
            return responses.page(404, request);
        }
        String query = request.target()
                .substring(AssetPath.withoutQuery(request.target()).length());
        return responses.page(308, request, Map.of("Location", AssetPath.encode(folder) + query));
    }

    private void answer(Found found, Executor io, Consumer<WebResponse> done) {
        AssetForm form = AssetForm.of(found.asset, found.request.header("accept-encoding"));
        OpenContent inMemory = form == null ? null : form.inMemory();
        if (form == null) {
            done.accept(responses.page(406, found.request, Map.of("Vary", found.varyWith(AcceptEncoding.VARY))));
        } else if (inMemory != null) {
            done.accept(open(found, form, () -> inMemory));
        } else {
            onIo(io, found.request, done, () -> open(found, form, form.content()::open));
        }
    }

    private void onIo(Executor io, WebRequest request, Consumer<WebResponse> done, Supplier<WebResponse> answer) {
        try {
            io.execute(() -> done.accept(answer.get()));
        } catch (RejectedExecutionException full) {
            done.accept(responses.page(503, request));
        }
    }

    /** Opens what is to be served; without I/O if it is in memory. */
    @FunctionalInterface
    private interface Opener {
        OpenContent open() throws IOException;
    }

    private WebResponse open(Found found, AssetForm form, Opener opener) {
        try {
            return serve(found, form, opener.open());
        } catch (NoSuchFileException deleted) {
            return responses.page(404, found.request);
        } catch (IOException e) {
            return unreadable(found.request, found.asset.path(), e);
        }
    }

    private WebResponse unreadable(WebRequest request, String path, Exception cause) {
        if (WARNINGS.permits()) {
            LOG.log(System.Logger.Level.WARNING, "asset {0} cannot be read: {1}", path, cause.toString());
        }
        return responses.page(503, request);
    }

    private WebResponse serve(Found found, AssetForm form, OpenContent content) throws IOException {
        try {
            long now = Instant.now().getEpochSecond();
            Selected selected = new Selected(
                    content,
                    form.encoding(),
                    form.mediaType(content, options.scripts()),
                    Validators.of(content, now),
                    options.immutableNames().test(found.asset.path()) ? Selected.KEEP : Selected.ASK,
                    found.asset.forms().size() > 1 ? found.varyWith(AcceptEncoding.VARY) : found.vary);
            return serving.serve(found.request, selected, now);
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    /** The answer to a request that was refused before it came here. */
    WebResponse refuse(int status) {
        return responses.page(status);
    }

    /** The same where the request is known. */
    WebResponse refuse(int status, WebRequest request) {
        return responses.page(status, request);
    }

    /** What every response of this media type carries, whoever made its body. */
    Map<String, String> fields(String mediaType) {
        return responses.headers(mediaType);
    }
}
