package dev.gyre.ipc.spi;

/** What messages the way between the runtime and a window's pages can carry. It is the same for all pages of a window. */
public enum MessageForm {
    /** Text, and bytes as they are. */
    BINARY,
    /** Text alone: bytes travel as base64, and are bytes again in the page. */
    TEXT,
    /** Text of ASCII characters alone, for bridges that lose others: they are escaped, and bytes travel as base64. */
    ASCII
}
