package dev.gyre.assets;

import dev.gyre.assets.spi.PageOwner;
import dev.gyre.assets.spi.RouteProof;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What ends with a page: its payloads, and the responses of routes that are being written to it. Thread-safe. */
final class PageBelongings {

    /** Each set is only touched while the map holds its key. */
    private final ConcurrentMap<PageOwner, Set<Runnable>> byOwner = new ConcurrentHashMap<>();

    private final RouteProof proof;

    PageBelongings(RouteProof proof) {
        this.proof = proof;
    }

    /**
     * Adds what is to be run when the page ends. It looks at the page only afterwards: one that ends meanwhile is either
     * found closed here, or finds what was added.
     *
     * @return false if the page has ended; nothing is kept then
     */
    boolean add(PageOwner owner, Runnable end) {
        byOwner.compute(owner, (key, ends) -> with(ends == null ? new HashSet<>() : ends, end));
        if (proof.isOpen(owner)) {
            return true;
        }
        remove(owner, end);
        return false;
    }

    private static Set<Runnable> with(Set<Runnable> ends, Runnable end) {
        ends.add(end);
        return ends;
    }

    void remove(PageOwner owner, Runnable end) {
        byOwner.computeIfPresent(owner, (key, ends) -> {
            ends.remove(end);
            return ends.isEmpty() ? null : ends;
        });
    }

    void end(PageOwner owner) {
        Set<Runnable> ends = byOwner.remove(owner);
        if (ends != null) {
            ends.forEach(Runnable::run);
        }
    }
}
