package dev.gyre.window.jcef;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * Chromium takes the signals that end a process, and then ends it without Java's hooks. This gives them back to Java. By
 * reflection, for the compiler warns of the class and cannot be told not to.
 */
final class Signals {

    private static final System.Logger LOG = System.getLogger(Signals.class.getName());

    private static final Map<String, Integer> ENDS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    /** What a shell adds to the number of a signal, as Java does too. */
    private static final int BY_SIGNAL = 128;

    private Signals() {}

    static void restore() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Constructor<?> named = signal.getConstructor(String.class);
            Method handle = signal.getMethod("handle", signal, handler);
            for (Map.Entry<String, Integer> each : ENDS.entrySet()) {
                InvocationHandler exit = (proxy, method, arguments) -> exit(each.getValue());
                Object exits = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, exit);
                handle.invoke(null, named.newInstance(each.getKey()), exits);
            }
        } catch (ReflectiveOperationException kept) {
            LOG.log(System.Logger.Level.WARNING, "Chromium keeps the signals that end the process", kept);
        }
    }

    private static Object exit(int number) {
        System.exit(BY_SIGNAL + number);
        throw new IllegalStateException("System.exit has returned");
    }
}
