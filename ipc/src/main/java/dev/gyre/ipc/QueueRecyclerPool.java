package dev.gyre.ipc;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.RecyclerPool;
import org.jctools.queues.atomic.MpmcAtomicArrayQueue;

/**
 * Jackson's scratch buffers in a bounded JCTools queue: shared by event loops, workers and call threads, virtual ones
 * included, for which a buffer for each thread would be a leak.
 */
final class QueueRecyclerPool implements RecyclerPool<BufferRecycler> {

    private static final long serialVersionUID = 1L;

    /** More would only be filled by a moment in which this many threads parse at once; each costs up to 40 KiB. */
    private static final int CAPACITY = 32;

    private final transient MpmcAtomicArrayQueue<BufferRecycler> idle = new MpmcAtomicArrayQueue<>(CAPACITY);

    @Override
    public BufferRecycler acquirePooled() {
        BufferRecycler recycler = idle.poll();
        return recycler == null ? new BufferRecycler() : recycler;
    }

    @Override
    public void releasePooled(BufferRecycler recycler) {
        // A full queue leaves it to the collector.
        idle.offer(recycler);
    }

    @Override
    public int pooledCount() {
        return idle.size();
    }

    @Override
    public boolean clear() {
        idle.clear();
        return true;
    }
}
