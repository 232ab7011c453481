package dev.gyre.window;

import dev.gyre.assets.spi.PageOwner;
import dev.gyre.assets.spi.RouteProof;
import dev.gyre.ipc.Ipc;
import dev.gyre.ipc.PageSession;
import dev.gyre.ipc.PageWindow;
import org.jspecify.annotations.Nullable;

/** The token of a page session is the proof that a request is its page's. */
record TokenProof(Ipc ipc) implements RouteProof {

    static PageOwner owner(PageSession session) {
        return new PageOwner(session.window(), session.id());
    }

    @Override
    public @Nullable PageOwner owner(String token) {
        return ipc.byToken(token).map(TokenProof::owner).orElse(null);
    }

    @Override
    public boolean isOpen(PageOwner owner) {
        return ipc.window(owner.window())
                .flatMap(PageWindow::session)
                .filter(session -> session.id() == owner.session() && !session.isEnded())
                .isPresent();
    }
}
