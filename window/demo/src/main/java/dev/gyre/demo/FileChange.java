package dev.gyre.demo;

/**
 * What happened to one file or directory of the watched tree.
 *
 * @param at when it was noticed, in milliseconds since 1970
 * @param kind what happened
 * @param path below the watched directory, with forward slashes
 */
public record FileChange(long at, Kind kind, String path) {

    /** What can happen to a file. */
    public enum Kind {
        /** It is new. */
        CREATED,
        /** Its content or attributes changed. */
        MODIFIED,
        /** It is gone. */
        DELETED
    }
}
