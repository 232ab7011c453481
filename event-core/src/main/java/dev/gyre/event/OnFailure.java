package dev.gyre.event;

/** What happens to a subscription whose handler throws. The failure is counted and reported in any case. */
public enum OnFailure {
    /** It stays subscribed. The default. */
    REPORT,
    /** It is closed, as by {@link Subscription#close}. */
    UNSUBSCRIBE
}
