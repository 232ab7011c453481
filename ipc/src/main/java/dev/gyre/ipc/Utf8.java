package dev.gyre.ipc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Strict UTF-8, as RFC 3629 section 4 lists it: no overlong form, no surrogate, nothing above U+10FFFF. Jackson itself
 * lets overlong forms pass.
 */
final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    static boolean isValid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            at = skipAscii(bytes, at, end);
            if (at < end) {
                int size = sequence(bytes, at, end);
                if (size == 0) {
                    return false;
                }
                at += size;
            }
        }
        return true;
    }

    private static int skipAscii(byte[] bytes, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < end && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** The size of the sequence that begins here, 0 if it is not well formed. */
    private static int sequence(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        int size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || at + size > end) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        if (second < lowest(lead) || second > highest(lead)) {
            return 0;
        }
        for (int i = at + 2; i < at + size; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    private static int lowest(int lead) {
        return lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    }

    private static int highest(int lead) {
        return lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    }
}
