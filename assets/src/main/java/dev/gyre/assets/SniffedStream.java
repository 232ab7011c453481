package dev.gyre.assets;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Passes the buffers of a response on and says before the first of them what they are.
 *
 * <p>If the sender has said it, nothing is looked at. If not, the first {@value Sniffer#PREFIX} bytes decide: a buffer
 * that has them all is passed on as it is; smaller ones are held, as a copy, until that many have come, the sender flushes
 * or the stream ends. So no more than that is ever copied, and none is held back that the sender wants to be seen now.
 * Whether what is found may be active is for the server to say, never for who sends.
 *
 * <p>Made for many responses one after the other, each begun with {@link #begin}. Confined to one thread at a time.
 */
final class SniffedStream {

    /** Where the bytes go. A buffer belongs to the callee until it returns. */
    interface Outlet {

        /** What the bytes are; called once, before any of them. */
        void begin(String mediaType);

        void pass(ByteBuffer part);
    }

    private final Scripts scripts;
    private final Outlet outlet;
    private final byte[] held = new byte[Sniffer.PREFIX];
    private final ByteBuffer view = ByteBuffer.wrap(held);
    private int count;
    private boolean isDecided;
    private long sniffed;

    SniffedStream(Scripts scripts, Outlet outlet) {
        this.scripts = scripts;
        this.outlet = outlet;
    }

    /** The next response; a declared type that is none counts as not declared. */
    void begin(@Nullable String declared) {
        MediaType type = declared == null ? null : MediaType.parse(declared);
        count = 0;
        isDecided = type != null;
        if (type != null) {
            outlet.begin(type.toString());
        }
    }

    /** Takes all that remains in the buffer, which is the caller's again afterwards. */
    void write(ByteBuffer part) {
        if (!isDecided && !decideBy(part)) {
            return;
        }
        if (part.hasRemaining()) {
            outlet.pass(part);
        }
    }

    /** Whether the type is known now. What had to be held is taken out of the buffer. */
    private boolean decideBy(ByteBuffer part) {
        boolean isEnough = count == 0 && part.remaining() >= held.length;
        int taken = Math.min(part.remaining(), held.length - count);
        part.get(part.position(), held, count, taken);
        count += taken;
        if (!isEnough) {
            part.position(part.position() + taken);
        }
        if (count == held.length) {
            decide(isEnough ? 0 : count);
        }
        return isDecided;
    }

    /** What came so far must do. */
    void flush() {
        if (!isDecided && count > 0) {
            decide(count);
        }
    }

    /** Nothing more comes. */
    void end() {
        if (!isDecided) {
            decide(count);
        }
    }

    private void decide(int toPass) {
        isDecided = true;
        sniffed++;
        outlet.begin(Sniffer.sniff(held, count, scripts));
        if (toPass > 0) {
            outlet.pass(view.clear().limit(toPass));
        }
    }

    /** How many responses were looked at. */
    long sniffed() {
        return sniffed;
    }
}
