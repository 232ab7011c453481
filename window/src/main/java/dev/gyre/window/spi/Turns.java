package dev.gyre.window.spi;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * What a toolkit's thread is to do, in as few turns of it as can be: all that waits when it comes to it is one turn. Tasks are
 * given from any thread, without waiting, and done in that order. How many wait is up to who gives them: of what is asked of
 * windows 10,000 may be under way, and what was given up after 5 s waits here still; each window is opened and closed once.
 */
final class Turns {

    private final Executor thread;
    private final Runnable end;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /**
     * Turns of one thread.
     *
     * @param thread does on the toolkit's thread, later and in order, what it is given
     * @param end what is done on that thread at the end of each turn
     */
    Turns(Executor thread, Runnable end) {
        this.thread = thread;
        this.end = end;
    }

    /**
     * Does a task in a turn, after all that came before it, and together with what is there by then.
     *
     * @param task the task; what it throws reaches the toolkit, and the tasks after it are done in another turn
     */
    void later(Runnable task) {
        tasks.add(task);
        thread.execute(this::turn); // one for each task, so that none is left over should one throw
    }

    private void turn() {
        for (int left = tasks.size(); left > 0; left--) { // whoever gives tasks without end does not hold the thread
            Runnable task = tasks.poll();
            if (task != null) { // else a turn within one of them has done it
                task.run();
            }
        }
        end.run();
    }
}
