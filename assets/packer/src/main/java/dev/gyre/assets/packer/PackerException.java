package dev.gyre.assets.packer;

/** Something that cannot be packed or is damaged; the message says what, with which value, and what would do. */
final class PackerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PackerException(String message) {
        super(message);
    }

    PackerException(String message, Throwable cause) {
        super(message, cause);
    }
}
