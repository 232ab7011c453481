package dev.gyre.assets.spi;

import org.jspecify.annotations.Nullable;

/** Tells whose page makes a request. Thread-safe; called by event loops, and must not block. */
public interface RouteProof {

    /** Lets nobody through. */
    RouteProof NOBODY = new RouteProof() {
        @Override
        public @Nullable PageOwner owner(String token) {
            return null;
        }

        @Override
        public boolean isOpen(PageOwner owner) {
            return false;
        }
    };

    /**
     * Whose token was presented. Must take the same time whatever was presented.
     *
     * @param token what the page sent in the field {@code Gyre-Token}
     * @return its page, or null if no page that is open has this token
     */
    @Nullable
    PageOwner owner(String token);

    /**
     * Whether a page is open: once it has ended this is false, before {@link dev.gyre.assets.AssetServer#endPage} is called.
     *
     * @param owner the page
     * @return true until it ends
     */
    boolean isOpen(PageOwner owner);
}
