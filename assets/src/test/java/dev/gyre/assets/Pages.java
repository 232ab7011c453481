package dev.gyre.assets;

import dev.gyre.assets.spi.PageOwner;
import dev.gyre.assets.spi.RouteProof;
import org.jspecify.annotations.Nullable;

/** Knows one page, until it ends. */
final class Pages implements RouteProof {

    static final String TOKEN = "the-token-of-the-page";
    static final PageOwner PAGE = new PageOwner("main", 7);

    private volatile boolean hasEnded;

    @Override
    public @Nullable PageOwner owner(String token) {
        return token.equals(TOKEN) && !hasEnded ? PAGE : null;
    }

    @Override
    public boolean isOpen(PageOwner owner) {
        return owner.equals(PAGE) && !hasEnded;
    }

    void end() {
        hasEnded = true;
    }
}
