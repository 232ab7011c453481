package dev.gyre.assets;

/**
 * Up to 64 signatures, tried in their order. Of most of them the first byte alone tells that they do not match: one look
 * into a table leaves those that may.
 */
final class SignatureSet {

    private static final int BYTES = 256;

    private final Signature[] signatures;

    /** Bit n of an element: signature n may begin with this byte, at the very beginning or after white space. */
    private final long[] byFirst = new long[BYTES];

    private final long[] byFirstOfText = new long[BYTES];

    SignatureSet(Signature... signatures) {
        this.signatures = signatures;
        for (int n = 0; n < signatures.length; n++) {
            long[] table = signatures[n].isIndented() ? byFirstOfText : byFirst;
            for (int octet = 0; octet < BYTES; octet++) {
                table[octet] |= signatures[n].mayBegin(octet) ? 1L << n : 0;
            }
        }
    }

    /** The type of the first that matches, or an empty text; {@code text} is where the content's white space ends. */
    String find(byte[] content, int length, int text) {
        long candidates = length == 0 ? 0 : byFirst[content[0] & 0xff];
        candidates |= text == length ? 0 : byFirstOfText[content[text] & 0xff];
        while (candidates != 0) {
            Signature signature = signatures[Long.numberOfTrailingZeros(candidates)];
            if (signature.matches(content, length, text)) {
                return signature.type();
            }
            candidates &= candidates - 1;
        }
        return "";
    }
}
