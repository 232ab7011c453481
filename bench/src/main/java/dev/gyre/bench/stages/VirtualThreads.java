package dev.gyre.bench.stages;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;

/** Virtual threads, where the virtual machine has them: the code is compiled for one that may not. */
final class VirtualThreads {

    private VirtualThreads() {}

    /**
     * What starts a virtual thread for a task.
     *
     * @throws UnsupportedOperationException before Java 21
     */
    static Consumer<Runnable> starter() {
        MethodHandle start = find();
        return task -> {
            try {
                Thread started = (Thread) start.invokeExact(task);
                Require.that(started.isDaemon(), "started thread: " + started + " (expected: virtual)");
            } catch (RuntimeException | Error failed) {
                throw failed;
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        };
    }

    private static MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (ReflectiveOperationException missing) {
            throw new UnsupportedOperationException(
                    "java: " + Runtime.version().feature() + " (expected: 21 or later for virtual threads)", missing);
        }
    }
}
