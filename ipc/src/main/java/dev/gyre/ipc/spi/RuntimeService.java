package dev.gyre.ipc.spi;

/**
 * A service of the runtime's own, whose bindings may have names under {@code gyre.}. A page may call them only if it is granted
 * them with that word: no wildcard stands for them.
 */
public interface RuntimeService {}
