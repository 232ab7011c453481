package dev.gyre.ipc;

import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Sends the items of one stream to its page, as far as the page has given credit.
 *
 * <p>Two bounds govern how much is asked of the source: the page's credit, and the bytes that wait here because the page,
 * or the way to it, is slow. So nothing grows whatever the page asks for. Items are encoded where they are emitted, and
 * wait as bytes, joined into frames; the session's queue takes those in turn with all else it has: soon, or at once if a
 * frame is full, or all has come that was asked for.
 *
 * <p>State is guarded by the lock of this object, under which no code of the application runs; the queue's lock may be
 * held around it, never the other way round.
 */
final class ItemSender implements CoreSubscriber<Object>, Outbound.Source, Disposable {

    /** Bytes that wait before the source is asked for no more; one item may always come. */
    private static final int ROOM = 256 << 10;

    /** Items asked for at once: enough to make the cost of asking small. */
    private static final int BATCH = 1024;

    /** Bytes after which a frame takes no further item: what makes the cost of a message small. */
    private static final int FRAME_BYTES = 32 << 10;

    /** Where the items of a frame begin. */
    private static final int FIRST_ITEM = 2;

    private static final byte[] COMMA = {','};

    private final ObjectWriter writer;
    private final FrameEncoder encoder;
    private final Outbound outbound;
    private final Call call;
    private final byte[] head;

    /** What items are encoded in. The source's thread alone. */
    private @Nullable FrameScratch scratch;

    private volatile @Nullable Subscription source;

    /** What the page has allowed and the source was not asked for. */
    private long credit;

    /** What the source was asked for and did not give yet. */
    private long asked;

    /** The frame that takes the next item, without its closing bracket. */
    private byte[] open = new byte[256];

    private int openLength;

    private final ArrayDeque<EncodedFrame> closed = new ArrayDeque<>();

    private int waiting;

    /** Bytes of an item, an average that follows what comes; before one has come, so much that few are asked for. */
    private int size = 16 << 10;

    private boolean isOffered;
    private boolean isOver;

    ItemSender(Call call, FrameEncoder encoder, Outbound outbound) {
        this.call = call;
        this.writer = call.method().writer();
        this.encoder = encoder;
        this.outbound = outbound;
        this.head = ("[" + Frame.NEXT + "," + call.id()).getBytes(StandardCharsets.US_ASCII);
    }

    void subscribeTo(Flux<?> items) {
        items.subscribe(this);
    }

    /** The page takes so many items more. */
    void credit(long more) {
        synchronized (this) {
            credit = credit + more < 0 ? Long.MAX_VALUE : credit + more;
        }
        ask();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        boolean wanted;
        synchronized (this) {
            wanted = !isOver;
            source = subscription;
        }
        if (wanted) {
            ask();
        } else {
            subscription.cancel();
        }
    }

    /** Asks the source for what both bounds allow, when that is worth the asking. */
    private void ask() {
        long more;
        synchronized (this) {
            more = due();
        }
        request(more);
    }

    /** What the source is to be asked for now. Taken from the credit: it must be asked. */
    private long due() {
        long most = waiting >= ROOM ? 0 : Math.min(BATCH, Math.max(1, (ROOM - waiting) / size));
        long more = Math.min(credit, most - asked);
        if (source == null || isOver || more <= 0 || asked > most / 2) {
            return 0;
        }
        credit -= more;
        asked += more;
        return more;
    }

    private void request(long more) {
        Subscription from = source;
        if (more > 0 && from != null) {
            from.request(more);
        }
    }

    @Override
    public void onNext(Object item) {
        boolean offer;
        boolean isDue;
        long more;
        try {
            EncodedFrame own = encode(item);
            synchronized (this) {
                offer = own == null ? append() : add(own);
                more = due();
                isDue = waiting >= FRAME_BYTES || asked == 0;
            }
        } catch (IOException | RuntimeException | StackOverflowError unsendable) {
            scratch = null;
            call.unsendable(unsendable);
            dispose();
            return;
        }
        tell(offer, isDue);
        request(more);
    }

    private void tell(boolean offer, boolean isDue) {
        if (offer) {
            outbound.offer(this);
        } else if (isDue) {
            outbound.wake();
        }
    }

    /** Encodes an item into the scratch; one with bytes becomes a frame of its own, which is returned. */
    private @Nullable EncodedFrame encode(Object item) throws IOException {
        FrameScratch into = scratch == null ? encoder.acquire() : scratch;
        scratch = into;
        encoder.write(into.generator(), writer, item);
        into.settle();
        if (!into.hasPieces()) {
            return null;
        }
        return into.within(head, FIRST_ITEM);
    }

    /** Adds what the scratch holds to the open frame. True if the queue must be told. */
    private boolean append() {
        FrameScratch from = Objects.requireNonNull(scratch);
        if (isOver) {
            from.clear();
            return false;
        }
        int length = from.length();
        if (openLength == 0) {
            put(head, head.length);
        }
        put(COMMA, 1);
        put(from.bytes(), length);
        from.clear();
        count(length);
        if (openLength >= FRAME_BYTES) {
            close();
        }
        return mustOffer();
    }

    private boolean add(EncodedFrame frame) {
        if (isOver) {
            return false;
        }
        close();
        closed.add(frame);
        count(frame.length());
        return mustOffer();
    }

    private void put(byte[] bytes, int length) {
        if (openLength + length + 1 > open.length) {
            open = Arrays.copyOf(open, Math.max(openLength + length + 1, 2 * open.length));
        }
        System.arraycopy(bytes, 0, open, openLength, length);
        openLength += length;
    }

    private void count(int length) {
        asked--;
        waiting += length;
        size = Math.max(1, (7 * size + length) / 8);
    }

    private void close() {
        if (openLength > 0) {
            open[openLength++] = ']';
            closed.add(EncodedFrame.text(Arrays.copyOf(open, openLength)));
            openLength = 0;
        }
    }

    private boolean mustOffer() {
        boolean must = !isOffered;
        isOffered = true;
        return must;
    }

    @Override
    public @Nullable EncodedFrame next() {
        EncodedFrame frame;
        synchronized (this) {
            if (closed.isEmpty()) {
                close();
            }
            frame = closed.poll();
            isOffered = frame != null;
            waiting =
                    frame == null || (closed.isEmpty() && openLength == 0) ? 0 : Math.max(0, waiting - frame.length());
        }
        if (frame != null) {
            ask();
        }
        return frame;
    }

    @Override
    public synchronized boolean hasMore() {
        return !closed.isEmpty();
    }

    /** The page wants no more of it: what waits is forgotten. */
    synchronized void forget() {
        openLength = 0;
        closed.clear();
        waiting = 0;
    }

    /** Ends the stream with its outcome, after the items that wait; what the source gives later is nobody's. */
    void end(EncodedFrame outcome) {
        boolean offer;
        synchronized (this) {
            close();
            closed.add(outcome);
            offer = mustOffer();
            isOver = true;
        }
        tell(offer, true);
    }

    /** Cancels the source. */
    @Override
    public void dispose() {
        Subscription from;
        synchronized (this) {
            from = source;
            isOver = true;
        }
        if (from != null) {
            from.cancel();
        }
    }

    @Override
    public void onError(Throwable error) {
        call.fail(error);
    }

    @Override
    public void onComplete() {
        call.completeItems();
    }
}
