package dev.gyre.ipc;

import dev.gyre.event.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that a test turns. */
final class FakeTime implements Timekeeper {

    private final List<Task> tasks = new ArrayList<>();
    private long now = 1_000;

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized Registration after(Duration delay, Runnable action) {
        Task task = new Task(now + delay.toNanos(), action);
        tasks.add(task);
        return () -> cancel(task);
    }

    void advance(Duration by) {
        List<Task> due;
        synchronized (this) {
            now += by.toNanos();
            due = tasks.stream().filter(task -> task.at <= now).toList();
            tasks.removeAll(due);
        }
        due.forEach(task -> task.action.run());
    }

    synchronized int pending() {
        return tasks.size();
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    @Override
    public void close() {}

    private record Task(long at, Runnable action) {}
}
