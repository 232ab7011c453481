package dev.gyre.window.spi;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
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

    /**
     * Has them do something else than before. One that the process was started to ignore stays so.
     *
     * @param exit ends the process with a status, as {@link System#exit} does; called on a thread of the signal's own
     */
    public static void handle(IntConsumer exit) {
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
                handle.invoke(
                        null,
                        named.newInstance(each.getKey()),
                        Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, exits));
            }
        } catch (ReflectiveOperationException kept) {
            LOG.log(System.Logger.Level.WARNING, "signals end the process as they did before", kept);
        }
    }
}
