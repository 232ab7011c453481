package dev.gyre.event;

/**
 * One registration of a hook; a hook registered twice has two.
 *
 * @param hook the hook
 * @param onFailure what happens when it throws
 */
record HookEntry(Hook<Object> hook, OnHookFailure onFailure) {

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
