package dev.gyre.assets;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The options of an {@link AssetHandler}. Values are checked as they are set. Not thread-safe. */
public final class AssetHandlerOptions {

    private final ContentSecurityPolicy policy = new ContentSecurityPolicy();
    private @Nullable String pageFallback;
    private Predicate<String> immutableNames = HashedNames::isHashed;
    private Scripts scripts = Scripts.NEVER;

    AssetHandlerOptions() {}

    /**
     * Extends what a page may load and run.
     *
     * @param configure adds sources to the policy that stands
     * @return this
     */
    public AssetHandlerOptions contentSecurityPolicy(Consumer<ContentSecurityPolicy> configure) {
        configure.accept(policy);
        return this;
    }

    /**
     * For an application that shows many addresses with one page: page loads of paths where there is nothing get this
     * page. Only page loads do: a script, an image or data that is missing stays missing, and so does a path whose
     * extension is that of a file. None by default.
     *
     * @param path such as {@code /index.html}; it must be there when the handler is made
     * @return this
     * @throws IllegalArgumentException if the path does not begin with a slash
     */
    public AssetHandlerOptions pageFallback(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("pageFallback: " + path + " (expected: a path such as /index.html)");
        }
        this.pageFallback = path;
        return this;
    }

    /**
     * Which files never change under their name, so that a browser need not ask for them again for a year. By default
     * those whose name ends in a hash of their content, as bundlers write it: {@code app.3f2a9c1b.js},
     * {@code index-BxY12abC.js}. All others are asked for at each load and cost a 304.
     *
     * @param isImmutable answers for a path; called by any thread, for each response
     * @return this
     */
    public AssetHandlerOptions immutableNames(Predicate<String> isImmutable) {
        this.immutableNames = Objects.requireNonNull(isImmutable, "isImmutable");
        return this;
    }

    /**
     * Lets a file whose name says nothing be HTML, XML or PDF if it begins like it. Only for sources that hold nothing but
     * the application's own files: what a user put there could act in the page's name. By default such files are text.
     *
     * @return this
     */
    public AssetHandlerOptions sniffPages() {
        this.scripts = Scripts.ALLOWED;
        return this;
    }

    String contentSecurityPolicy() {
        return policy.toString();
    }

    @Nullable
    String pageFallback() {
        return pageFallback;
    }

    Predicate<String> immutableNames() {
        return immutableNames;
    }

    Scripts scripts() {
        return scripts;
    }
}
