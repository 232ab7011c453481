package dev.gyre.ipc;

import dev.gyre.ipc.spi.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one page, and what is on its way: the only authority on the order in which the page hears.
 *
 * <p>Answers and events stand in one queue. Events are bounded in number and bytes; the oldest event goes when there is
 * no room, is counted, and a gap frame tells the page where. Answers are never dropped: the calls in flight bound them.
 *
 * <p>A drain joins what waits into messages while the transport is writable and the window is open: messages that the
 * page has not confirmed are kept, both to bound what a page that does not read can pile up anywhere, and to send them
 * again when it comes back over a new transport. Everything is guarded by the lock of this object, held for moves within
 * the queue only; the transport is called by the one thread that drains, outside it. Counters are written under the lock
 * and read without.
 */
final class Outbound {

    /** Frames joined in one message: enough to make the cost of a message small, few enough to stay prompt. */
    private static final int MESSAGE_FRAMES = 512;

    /** Bytes after which a message takes no further frame. */
    private static final int MESSAGE_BYTES = 128 << 10;

    private final IpcLimits limits;
    private final ArrayDeque<Item> queue = new ArrayDeque<>();
    private final ArrayDeque<Message> unacked = new ArrayDeque<>();

    /** Of the message that is being put together; empty otherwise. */
    private final List<EncodedFrame> frames = new ArrayList<>();

    private final AtomicBoolean awake = new AtomicBoolean();

    /** Sources that gave all they had: asked again with the next drain, for a message costs as much as many items. */
    private final List<Item> resting = new ArrayList<>();

    private int events;
    private int eventBytes;
    private long answerBytes;
    private int unackedBytes;
    private int unsentUnacked;
    private long acked;
    private long gap;
    private long ackDue = -1;
    private volatile @Nullable Transport transport;
    private volatile boolean closed;

    private volatile long offered;
    private volatile long sent;
    private volatile long dropped;
    private volatile long waiting;
    private volatile long waitingBytes;
    private volatile long messages;
    private volatile int answers;

    Outbound(IpcLimits limits) {
        this.limits = limits;
    }

    /** Queues an event, making room if need be. True if that begins a gap, which the page has not been told of. */
    boolean offerEvent(EncodedFrame frame) {
        boolean gapBegins;
        synchronized (this) {
            offered++;
            if (closed) {
                dropped++;
                return false;
            }
            long gapBefore = gap;
            while (events > 0 && !hasRoom(frame.length())) {
                dropOldestEvent();
            }
            queue.add(Item.event(frame));
            events++;
            eventBytes += frame.length();
            countWaiting();
            gapBegins = gapBefore == 0 && gap > 0;
        }
        wake();
        return gapBegins;
    }

    /** Queues an answer. */
    void offerAnswer(EncodedFrame frame) {
        synchronized (this) {
            if (closed) {
                return;
            }
            queue.add(Item.answer(frame));
            answers++;
            answerBytes += frame.length();
            countWaiting();
        }
        wake();
    }

    /** Has a source asked for its frames, in its turn. Not to be called with a lock that {@link Source#next} takes. */
    void offer(Source source) {
        synchronized (this) {
            if (closed) {
                return;
            }
            queue.add(Item.of(source));
        }
        wake();
    }

    /** Confirms to the page, with the next message, how many of its messages were received. */
    void confirm(long received) {
        synchronized (this) {
            ackDue = received;
        }
        wake();
    }

    /** The page confirms that it received this many messages. False if it never can have. */
    boolean acked(long received) {
        synchronized (this) {
            if (received < acked || received > acked + unacked.size() - unsentUnacked) {
                return false;
            }
            for (; acked < received; acked++) {
                unackedBytes -= unacked.remove().length();
            }
        }
        wake();
        return true;
    }

    /** Takes a new transport. What it sends first is given; what the page has not received of the rest is sent again. */
    boolean attach(Transport next, long received) {
        synchronized (this) {
            if (closed || received < acked || received > acked + unacked.size()) {
                return false;
            }
            for (; acked < received; acked++) {
                unackedBytes -= unacked.remove().length();
            }
            unsentUnacked = unacked.size();
            transport = next;
        }
        awake.set(false);
        return true;
    }

    /** Lets go of a transport that is gone. False if another one has taken its place. */
    synchronized boolean detach(Transport gone) {
        if (transport != gone) {
            return false;
        }
        transport = null;
        return true;
    }

    @Nullable
    Transport transport() {
        return transport;
    }

    /** Tells the page that events were lost before the next one it gets; they are counted where they were lost. */
    synchronized void lostBefore(long count) {
        gap += count;
    }

    /** Sends while the transport takes it. Called by the transport's thread only. */
    void drain(Transport by) {
        awake.set(false);
        endRest();
        Message message = by.isWritable() ? nextMessage(by) : null;
        while (message != null) {
            if (message.isBinary()) {
                by.sendBinary(message.bytes());
            } else {
                by.send(message.bytes());
            }
            message = by.isWritable() ? nextMessage(by) : null;
        }
        if (rests(by)) {
            by.wakeSoon();
        }
    }

    private synchronized void endRest() {
        queue.addAll(resting);
        resting.clear();
    }

    private synchronized boolean rests(Transport by) {
        return transport == by && !resting.isEmpty();
    }

    /** The transport is read after the mark is set: whoever attaches another sets that first, and then takes the mark back. */
    void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            Transport to = transport;
            if (to != null) {
                to.wake();
            }
        }
    }

    /** Ends it: what waits is dropped and counted. */
    @Nullable
    Transport close() {
        synchronized (this) {
            Transport last = transport;
            closed = true;
            transport = null;
            dropped += events;
            queue.clear();
            resting.clear();
            unacked.clear();
            events = 0;
            eventBytes = 0;
            unackedBytes = 0;
            answers = 0;
            answerBytes = 0;
            countWaiting();
            return last;
        }
    }

    /** Nothing for a transport that another has replaced: what it took would be neither sent nor sent again. */
    private synchronized @Nullable Message nextMessage(Transport by) {
        if (transport != by) {
            return null;
        }
        if (unsentUnacked > 0) {
            return again();
        }
        boolean open = unacked.isEmpty()
                || (unacked.size() < limits.unackedMessages() && unackedBytes < limits.unackedBytes());
        if (!open || take().isEmpty()) {
            return null;
        }
        Message message = Message.of(frames);
        frames.clear();
        unacked.add(message);
        unackedBytes += message.length();
        messages++;
        countWaiting();
        return message;
    }

    /** The next of the messages that the lost transport may not have brought. */
    private Message again() {
        int skip = unacked.size() - unsentUnacked--;
        Iterator<Message> kept = unacked.iterator();
        for (; skip > 0; skip--) {
            kept.next();
        }
        return kept.next();
    }

    /** The frames of the next message: as many as fit. */
    private List<EncodedFrame> take() {
        if (ackDue >= 0) {
            frames.add(Frame.ack(ackDue));
            ackDue = -1;
        }
        if (gap > 0) {
            frames.add(Frame.gap(gap));
            gap = 0;
        }
        int bytes = 0;
        while (frames.size() < MESSAGE_FRAMES) {
            EncodedFrame next = peek();
            if (next == null || (!frames.isEmpty() && bytes + next.length() > MESSAGE_BYTES)) {
                return frames;
            }
            remove();
            frames.add(next);
            bytes += next.length();
        }
        return frames;
    }

    /** The frame that is next, which a source is asked for once. */
    private @Nullable EncodedFrame peek() {
        while (!queue.isEmpty()) {
            Item first = queue.element();
            if (first.frame == null && first.source != null) {
                first.frame = first.source.next();
            }
            if (first.frame != null) {
                return first.frame;
            }
            queue.remove();
        }
        return null;
    }

    /** Takes the frame that is next out of the queue. A source that has more goes to the end of it, to have its turn again. */
    private synchronized void remove() {
        Item item = queue.remove();
        int length = Objects.requireNonNull(item.frame).length();
        if (item.source != null) {
            item.frame = null;
            (item.source.hasMore() ? queue : resting).add(item);
        } else if (item.isEvent) {
            events--;
            eventBytes -= length;
            sent = sent + 1;
        } else {
            answers = answers - 1;
            answerBytes -= length;
        }
    }

    private boolean hasRoom(int bytes) {
        return events < limits.queueItems() && eventBytes + bytes <= limits.queueBytes();
    }

    /** Answers and sources that stand before the oldest event are few: at most the calls and streams in flight. */
    private synchronized void dropOldestEvent() {
        Iterator<Item> items = queue.iterator();
        Item item = items.next();
        while (!item.isEvent) {
            item = items.next();
        }
        items.remove();
        events--;
        eventBytes -= Objects.requireNonNull(item.frame).length();
        dropped = dropped + 1;
        gap++;
    }

    private void countWaiting() {
        waiting = events;
        waitingBytes = (long) eventBytes + answerBytes;
    }

    long offered() {
        return offered;
    }

    long sent() {
        return sent;
    }

    long dropped() {
        return dropped;
    }

    long waiting() {
        return waiting;
    }

    long waitingBytes() {
        return waitingBytes;
    }

    long messages() {
        return messages;
    }

    /** Answers that wait. */
    int answers() {
        return answers;
    }

    /** What has frames of its own, and keeps them itself until they are sent. */
    interface Source {

        /** The next frame, or null if there is none now: it must be offered again then. Called under the queue's lock. */
        @Nullable
        EncodedFrame next();

        /** Whether it has a frame to which nothing more will be added. Called likewise. */
        boolean hasMore();
    }

    private static final class Item {

        final @Nullable Source source;
        final boolean isEvent;

        /** Of a source: what it gave and was not sent yet. */
        @Nullable
        EncodedFrame frame;

        private Item(@Nullable EncodedFrame frame, boolean isEvent, @Nullable Source source) {
            this.frame = frame;
            this.isEvent = isEvent;
            this.source = source;
        }

        static Item event(EncodedFrame frame) {
            return new Item(frame, true, null);
        }

        static Item answer(EncodedFrame frame) {
            return new Item(frame, false, null);
        }

        static Item of(Source source) {
            return new Item(null, false, source);
        }
    }
}
