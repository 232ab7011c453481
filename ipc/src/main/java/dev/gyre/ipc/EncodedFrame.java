package dev.gyre.ipc;

/**
 * A frame as it travels. One of text may be joined with others in a message; one with bytes is a binary message of its own.
 * What it holds is shared by all who send it, and never written again.
 */
final class EncodedFrame {

    private final byte[] bytes;
    private final boolean isBinary;

    private EncodedFrame(byte[] bytes, boolean isBinary) {
        this.bytes = bytes;
        this.isBinary = isBinary;
    }

    static EncodedFrame text(byte[] utf8) {
        return new EncodedFrame(utf8, false);
    }

    static EncodedFrame binary(byte[] message) {
        return new EncodedFrame(message, true);
    }

    byte[] bytes() {
        return bytes;
    }

    boolean isBinary() {
        return isBinary;
    }

    int length() {
        return bytes.length;
    }
}
