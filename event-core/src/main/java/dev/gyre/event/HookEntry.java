package dev.gyre.event;

/** One registration of a hook; a hook registered twice has two. */
record HookEntry(Hook<Object> hook) {

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
