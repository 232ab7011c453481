package dev.gyre.bench.stages;

import dev.gyre.ipc.Binding;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What the calls of the plan call. Each returns what it was given, so that a result proves its arguments. */
public class FixtureService {

    private final LongAdder calls = new LongAdder();

    /** One that nobody has called yet. */
    public FixtureService() {}

    /** How often any of them was called. */
    long calls() {
        return calls.sum();
    }

    private <T> T counted(T result) {
        calls.increment();
        return result;
    }

    @Binding("Service.none")
    String none() {
        return counted("none");
    }

    @Binding("Service.text")
    String text(String text) {
        return counted(text);
    }

    @Binding("Service.mixed")
    List<Object> mixed(String text, int number, boolean flag) {
        return counted(List.of(text, number, flag));
    }

    @Binding("Service.person")
    Fixtures.Person person(Fixtures.Person person) {
        return counted(person);
    }

    @Binding("Service.complex")
    Fixtures.Complex complex(Fixtures.Complex complex) {
        return counted(complex);
    }

    @Binding("Service.words")
    List<String> words(String... words) {
        return counted(List.of(words));
    }

    /**
     * Echoes.
     *
     * @param user an id
     * @return the same
     */
    @Binding("Service.getUser")
    public Fixtures.UserId getUser(Fixtures.UserId user) {
        return counted(user);
    }

    /**
     * Takes what it is given.
     *
     * @param data a text
     * @param flag a flag
     * @return true if there was a text and the flag was set
     */
    @Binding("Service.updateData")
    public boolean updateData(Fixtures.Data data, Fixtures.Flag flag) {
        return counted(!data.data().isEmpty() && flag.flag());
    }

    /**
     * Adds up.
     *
     * @param happening a name, of which the length counts
     * @param x a coordinate
     * @param y another
     * @return the sum
     */
    @Binding("Service.processEvent")
    public int processEvent(Fixtures.Happening happening, Fixtures.X x, Fixtures.Y y) {
        return counted(happening.event().length() + x.x() + y.y());
    }
}
