package dev.gyre.event;

/** The undo of something registered. */
public interface Registration extends AutoCloseable {

    /** Takes back what was registered. Idempotent, callable from any thread, never blocks. */
    @Override
    void close();
}
