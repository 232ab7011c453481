package dev.gyre.bench.stages;

import org.jspecify.annotations.Nullable;

/** One thread's operations: it dispatches, and every so often it changes the listeners instead. */
final class DispatchThread {

    private final DispatchArm.View view;
    private final DispatchCase work;
    private final Mark mark = new Mark();
    private long reads;
    private int percent;

    /** Set while there is one listener more. */
    private @Nullable Runnable leave;

    DispatchThread(DispatchArm.View view, DispatchCase work) {
        this.view = view;
        this.work = work;
    }

    void next() {
        if (work.writes() > 0 && isWrite()) {
            write();
        } else {
            view.dispatch(mark);
            reads++;
        }
    }

    /** Writes are spread evenly: of 90:10 each tenth operation is one. */
    private boolean isWrite() {
        percent += work.writes();
        if (percent < 100) {
            return false;
        }
        percent -= 100;
        return true;
    }

    private void write() {
        Runnable undo = leave;
        if (undo == null) {
            leave = view.join(Mark::hear);
        } else {
            undo.run();
            leave = null;
        }
    }

    /** Every listener was called by every dispatch. Those that come and go may have been called beside them. */
    void judge() {
        long least = reads * work.listeners();
        Require.that(
                work.writes() == 0 ? mark.heard() == least : mark.heard() >= least,
                "calls: " + mark.heard() + " (expected: " + least + ")");
    }
}
