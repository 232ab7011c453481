package dev.gyre.window.spi;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;

/**
 * The signals that end a process, for a backend whose toolkit takes them, or has to be ready before the process ends. By
 * reflection, for the compiler warns of the class and cannot be told not to.
 */
public final class Signals {

    private static final System.Logger LOG = System.getLogger(Signals.class.getName());

    private static final Map<String, Integer> ENDS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    /** What a shell adds to the number of a signal, as Java does too. */
    private static final int BY_SIGNAL = 128;

    private Signals() {}

    /** What a signal did before, and does now. */
    private record Taken(Object signal, Object before, Object now) {}

    /**
     * Has them do something else than before. One that the process was started to ignore stays so.
     *
     * @param exit ends the process with a status, as {@link System#exit} does; called on a thread of the signal's own
     * @return has them do again what they did before, except where somebody else has taken them since
     */
    public static Runnable handle(IntConsumer exit) {
        Queue<Taken> taken = new ConcurrentLinkedQueue<>();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Constructor<?> named = signal.getConstructor(String.class);
            Method handle = signal.getMethod("handle", signal, handler);
            for (Map.Entry<String, Integer> each : ENDS.entrySet()) {
                InvocationHandler exits = (proxy, method, arguments) -> {
                    exit.accept(BY_SIGNAL + each.getValue());
                    return null;
                };
                Object one = named.newInstance(each.getKey());
                Object now = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, exits);
                taken.add(new Taken(one, handle.invoke(null, one, now), now));
            }
            return () -> giveBack(taken, handle);
        } catch (ReflectiveOperationException kept) {
            LOG.log(System.Logger.Level.WARNING, "signals end the process as they did before", kept);
            return () -> {};
        }
    }

    private static void giveBack(Queue<Taken> taken, Method handle) {
        try {
            for (Taken next = taken.poll(); next != null; next = taken.poll()) {
                Object until = handle.invoke(null, next.signal(), next.before());
                if (until != next.now()) {
                    handle.invoke(null, next.signal(), until);
                }
            }
        } catch (ReflectiveOperationException kept) {
            LOG.log(System.Logger.Level.WARNING, "signals do not do what they did before", kept);
        }
    }
}
