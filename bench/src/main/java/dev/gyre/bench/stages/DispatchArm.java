package dev.gyre.bench.stages;

import java.util.function.Consumer;

/** A way to find an event's listeners and to call them. Shared by all threads of a run. */
interface DispatchArm {

    /** Gives a thread its view: its own where the arm has such a thing. */
    View view();

    /** What one thread dispatches with. */
    interface View {

        void dispatch(Mark mark);

        /** Adds a listener; what is returned takes it away again. */
        Runnable join(Consumer<Mark> listener);
    }
}
