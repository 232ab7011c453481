package dev.gyre.ipc;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The kinds of frames, the first element of each, and the form in which frames travel together. See PROTOCOL.md. */
final class Frame {

    /** The version of the protocol, presented in hello. */
    static final int VERSION = 1;

    static final int HELLO = 0;
    static final int WELCOME = 1;
    static final int CALL = 2;
    static final int REPLY = 3;
    static final int ERROR = 4;
    static final int CANCEL = 5;
    // 6 next, 7 complete and 8 credit are reserved for streams.
    static final int EMIT = 9;
    static final int EVENT = 10;
    static final int SUBSCRIBE = 11;
    static final int UNSUBSCRIBE = 12;
    static final int READY = 13;
    static final int GAP = 14;
    static final int ACK = 15;
    static final int BATCH = 16;

    private static final byte[] BATCH_HEAD = ("[" + BATCH).getBytes(StandardCharsets.US_ASCII);

    private Frame() {}

    static byte[] gap(long dropped) {
        return ascii("[" + GAP + "," + dropped + "]");
    }

    static byte[] ack(long received) {
        return ascii("[" + ACK + "," + received + "]");
    }

    static byte[] reply(long id) {
        return ascii("[" + REPLY + "," + id + "]");
    }

    /** One message of one or many frames. A single frame is its own message. */
    static byte[] message(List<byte[]> frames) {
        return frames.size() == 1 ? frames.get(0) : batch(frames);
    }

    private static byte[] batch(List<byte[]> frames) {
        int length = BATCH_HEAD.length + 1;
        for (byte[] frame : frames) {
            length += frame.length + 1;
        }
        byte[] message = new byte[length];
        System.arraycopy(BATCH_HEAD, 0, message, 0, BATCH_HEAD.length);
        int at = BATCH_HEAD.length;
        for (byte[] frame : frames) {
            message[at++] = ',';
            System.arraycopy(frame, 0, message, at, frame.length);
            at += frame.length;
        }
        message[at] = ']';
        return message;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
