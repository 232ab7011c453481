package dev.gyre.event;

/** What happens when a {@link Hook} throws. The event is vetoed and the failure reported in any case. */
public enum OnHookFailure {
    /** The publisher learns of a veto. The default: what guards a door must not open it by failing. */
    VETO,
    /** The publisher gets a {@link PublishException} whose cause is what the hook threw, from {@code tryPublish} too. */
    RETHROW
}
