package dev.gyre.ipc;

import dev.gyre.ipc.spi.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
    private final ArrayDeque<byte[]> unacked = new ArrayDeque<>();
    private final AtomicBoolean awake = new AtomicBoolean();
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
    boolean offerEvent(byte[] frame) {
        boolean gapBegins;
        synchronized (this) {
            offered++;
            if (closed) {
                dropped++;
                return false;
            }
            long gapBefore = gap;
            while (events > 0 && !hasRoom(frame.length)) {
                dropOldestEvent();
            }
            queue.add(new Item(frame, true));
            events++;
            eventBytes += frame.length;
            countWaiting();
            gapBegins = gapBefore == 0 && gap > 0;
        }
        wake();
        return gapBegins;
    }

    /** Queues an answer. */
    void offerAnswer(byte[] frame) {
        synchronized (this) {
            if (closed) {
                return;
            }
            queue.add(new Item(frame, false));
            answers++;
            answerBytes += frame.length;
            countWaiting();
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
                unackedBytes -= unacked.remove().length;
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
                unackedBytes -= unacked.remove().length;
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
        while (by.isWritable()) {
            byte[] message = nextMessage(by);
            if (message == null) {
                return;
            }
            by.send(message);
        }
    }

    void wake() {
        Transport to = transport;
        if (to != null && awake.compareAndSet(false, true)) {
            to.wake();
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
    private synchronized byte @Nullable [] nextMessage(Transport by) {
        if (transport != by) {
            return null;
        }
        if (unsentUnacked > 0) {
            return again();
        }
        boolean open = unacked.isEmpty()
                || (unacked.size() < limits.unackedMessages() && unackedBytes < limits.unackedBytes());
        if (!open || (queue.isEmpty() && ackDue < 0 && gap == 0)) {
            return null;
        }
        byte[] message = Frame.message(take());
        unacked.add(message);
        unackedBytes += message.length;
        messages++;
        countWaiting();
        return message;
    }

    /** The next of the messages that the lost transport may not have brought. */
    private byte[] again() {
        int skip = unacked.size() - unsentUnacked--;
        Iterator<byte[]> kept = unacked.iterator();
        for (; skip > 0; skip--) {
            kept.next();
        }
        return kept.next();
    }

    private List<byte[]> take() {
        List<byte[]> frames = new ArrayList<>();
        int bytes = 0;
        if (ackDue >= 0) {
            frames.add(Frame.ack(ackDue));
            ackDue = -1;
        }
        if (gap > 0) {
            frames.add(Frame.gap(gap));
            gap = 0;
        }
        while (!queue.isEmpty() && frames.size() < MESSAGE_FRAMES && fits(bytes)) {
            bytes += queue.element().frame.length;
            frames.add(remove(queue.remove()));
        }
        return frames;
    }

    private boolean fits(int bytes) {
        return bytes == 0 || bytes + queue.element().frame.length <= MESSAGE_BYTES;
    }

    private synchronized byte[] remove(Item item) {
        if (item.event) {
            events--;
            eventBytes -= item.frame.length;
            sent = sent + 1;
        } else {
            answers = answers - 1;
            answerBytes -= item.frame.length;
        }
        return item.frame;
    }

    private boolean hasRoom(int bytes) {
        return events < limits.queueItems() && eventBytes + bytes <= limits.queueBytes();
    }

    /** Answers that stand before the oldest event are few: at most the calls in flight. */
    private synchronized void dropOldestEvent() {
        Iterator<Item> items = queue.iterator();
        Item item = items.next();
        while (!item.event) {
            item = items.next();
        }
        items.remove();
        events--;
        eventBytes -= item.frame.length;
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

    private static final class Item {

        final byte[] frame;
        final boolean event;

        Item(byte[] frame, boolean event) {
            this.frame = frame;
            this.event = event;
        }
    }
}
