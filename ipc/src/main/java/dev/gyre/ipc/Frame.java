package dev.gyre.ipc;

import java.nio.charset.StandardCharsets;

/** The kinds of frames, the first element of each, and those frames that are always alike. See PROTOCOL.md. */
final class Frame {

    /** The version of the protocol, presented in hello. */
    static final int VERSION = 1;

    static final int HELLO = 0;
    static final int WELCOME = 1;
    static final int CALL = 2;
    static final int REPLY = 3;
    static final int ERROR = 4;
    static final int CANCEL = 5;
    static final int NEXT = 6;
    static final int COMPLETE = 7;
    static final int CREDIT = 8;
    static final int EMIT = 9;
    static final int EVENT = 10;
    static final int SUBSCRIBE = 11;
    static final int UNSUBSCRIBE = 12;
    static final int READY = 13;
    static final int GAP = 14;
    static final int ACK = 15;
    static final int BATCH = 16;
    static final int STREAM = 17;
    static final int PING = 18;
    static final int BYTES = 19;

    private Frame() {}

    static EncodedFrame gap(long dropped) {
        return ascii("[" + GAP + "," + dropped + "]");
    }

    static EncodedFrame ack(long received) {
        return ascii("[" + ACK + "," + received + "]");
    }

    static EncodedFrame reply(long id) {
        return ascii("[" + REPLY + "," + id + "]");
    }

    static EncodedFrame cancel(long id) {
        return ascii("[" + CANCEL + "," + id + "]");
    }

    static EncodedFrame complete(long id) {
        return ascii("[" + COMPLETE + "," + id + "]");
    }

    static EncodedFrame credit(long id, long items) {
        return ascii("[" + CREDIT + "," + id + "," + items + "]");
    }

    private static EncodedFrame ascii(String text) {
        return EncodedFrame.text(text.getBytes(StandardCharsets.US_ASCII));
    }
}
