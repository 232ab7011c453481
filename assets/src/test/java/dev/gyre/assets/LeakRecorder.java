package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Netty's leak detector, told by a system property to be this one: keeps what it finds. */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {

    static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    public LeakRecorder(Class<?> resourceType, int samplingInterval) {
        super(resourceType, samplingInterval);
    }

    /** Netty looks for this one too, and logs an error if it is not there. */
    public LeakRecorder(Class<?> resourceType, int samplingInterval, long maxActive) {
        this(resourceType, samplingInterval);
    }

    /**
     * Fails if a buffer was lost since the last clearing. The detector reports when it follows a new buffer, and only what
     * was collected: one leak of our own that is found proves that all others would have been.
     */
    static void requireNoLeak() {
        leak();
        Await.until(() -> {
            System.gc();
            ByteBuf followed = PooledByteBufAllocator.DEFAULT.buffer();
            followed.release();
            return !LEAKS.isEmpty();
        });
        assertThat(LEAKS).hasSize(1);
    }

    private static void leak() {
        assertThat(PooledByteBufAllocator.DEFAULT.buffer().refCnt()).isEqualTo(1);
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        LEAKS.add(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        LEAKS.add(resourceType);
    }
}
