package dev.gyre.event;

import java.util.Objects;

/** What a {@link Hook} decides: the event passes, or is vetoed with a reason. */
public final class Verdict {

    /** The event may be published, as far as this hook goes. */
    public static final Verdict PASS = new Verdict("");

    private final String reason;

    private Verdict(String reason) {
        this.reason = reason;
    }

    /**
     * The event must not be published.
     *
     * @param reason why, for the publisher's exception
     * @return the veto
     */
    public static Verdict veto(String reason) {
        return new Verdict(Objects.requireNonNull(reason, "reason"));
    }

    /**
     * Whether the event may be published.
     *
     * @return true for {@link #PASS} only
     */
    public boolean passes() {
        return this == PASS;
    }

    /**
     * Why the event was vetoed.
     *
     * @return the reason, empty for {@link #PASS}
     */
    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return passes() ? "pass" : "veto: " + reason;
    }
}
