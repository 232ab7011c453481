package dev.gyre.assets;

import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;

/** The way to a channel's event loop. */
final class Loops {

    private Loops() {}

    /**
     * Runs a task on the loop: at once if this is its thread.
     *
     * @return false if the loop has ended, and with it the channel; the task is not run then
     */
    static boolean run(Channel channel, Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
            return true;
        }
        try {
            channel.eventLoop().execute(task);
            return true;
        } catch (RejectedExecutionException shutDown) {
            return false;
        }
    }
}
