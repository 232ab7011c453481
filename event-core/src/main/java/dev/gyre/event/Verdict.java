package dev.gyre.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link Hook} decides: the event passes, passes with another payload, or is vetoed with a reason. */
public final class Verdict {

    /** The event may be published, as far as this hook goes. */
    public static final Verdict PASS = new Verdict(null, null);

    private final @Nullable String veto;
    private final @Nullable Object replacement;

    private Verdict(@Nullable String veto, @Nullable Object replacement) {
        this.veto = veto;
        this.replacement = replacement;
    }

    /**
     * The event must not be published.
     *
     * @param reason why, for the publisher's exception
     * @return the veto
     */
    public static Verdict veto(String reason) {
        return new Verdict(Objects.requireNonNull(reason, "reason"), null);
    }

    /**
     * The event may be published with another payload, which is what hooks after this one judge and subscribers hear.
     *
     * @param payload the payload, of the event type's class; another is a failure of the hook
     * @return the verdict
     */
    public static Verdict replace(Object payload) {
        return new Verdict(null, Objects.requireNonNull(payload, "payload"));
    }

    /**
     * Whether the event may be published.
     *
     * @return false for a veto
     */
    public boolean passes() {
        return veto == null;
    }

    /**
     * Why the event was vetoed.
     *
     * @return the reason, empty if it passes
     */
    public String reason() {
        return veto == null ? "" : veto;
    }

    Object payloadOr(Object original) {
        return replacement == null ? original : replacement;
    }

    @Override
    public String toString() {
        return veto == null ? (replacement == null ? "pass" : "replace") : "veto: " + veto;
    }
}
