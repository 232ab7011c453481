package dev.gyre.ipc.bindgen;

/** Which way a value travels, for Jackson may read another set of properties than it writes. */
enum Direction {
    TO_JAVA,
    TO_PAGE
}
