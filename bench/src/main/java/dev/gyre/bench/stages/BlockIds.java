package dev.gyre.bench.stages;

import dev.gyre.event.IdSource;

/**
 * Unique ids that hand each thread a block at a time: one contended increment in a thousand. The price is that ids say
 * nothing about order between threads, and that what a thread leaves of its block is never given out.
 */
final class BlockIds {

    /** Ids in a block. Twice as many would halve what is left of the contention, which is no longer seen. */
    static final int BLOCK = 1024;

    private final IdSource blocks = IdSource.create();
    private final ThreadLocal<Block> mine = ThreadLocal.withInitial(Block::new);

    long next() {
        Block block = mine.get();
        if (block.next == block.end) {
            block.end = blocks.next() * BLOCK + 1;
            block.next = block.end - BLOCK;
        }
        return block.next++;
    }

    /** What a thread has left. Its own. */
    private static final class Block {
        long next;
        long end;
    }
}
