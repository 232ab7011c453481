package dev.gyre.window.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the signals do that end a process. By reflection, for the compiler warns of the class and cannot be told not to. */
class SignalsTest {

    private static final int HANGUP = 129;

    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private Object ofTheMachine;

    @BeforeEach
    void takeOne() throws ReflectiveOperationException {
        ofTheMachine = handle(handler("host"));
    }

    @AfterEach
    void giveItBack() throws ReflectiveOperationException {
        handle(ofTheMachine);
    }

    private Object handler(Object word) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.SignalHandler");
        InvocationHandler says = (proxy, method, arguments) -> {
            heard.add(word);
            return null;
        };
        return Proxy.newProxyInstance(SignalsTest.class.getClassLoader(), new Class<?>[] {type}, says);
    }

    private static Object handle(Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        return signal.getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
                .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handler);
    }

    private Object heardOfASignal() throws Exception {
        Class<?> signal = Class.forName("sun.misc.Signal");
        signal.getMethod("raise", signal)
                .invoke(null, signal.getConstructor(String.class).newInstance("HUP"));
        return heard.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void signalsDoWhatTheyDidBeforeWhenTheyAreGivenBack() throws Exception {
        Runnable taken = Signals.handle(heard::add);
        assertThat(heardOfASignal()).isEqualTo(HANGUP);

        taken.run();
        taken.run();

        assertThat(heardOfASignal()).isEqualTo("host");
    }

    @Test
    void whoHasTakenThemInTheMeantimeKeepsThem() throws Exception {
        Runnable taken = Signals.handle(heard::add);
        handle(handler("later"));

        taken.run();

        assertThat(heardOfASignal()).isEqualTo("later");
    }
}
