package dev.gyre.assets;

/** The cause inside a failed decoder result. It never leaves the pipeline and has no stack trace to pay for. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    private final Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
