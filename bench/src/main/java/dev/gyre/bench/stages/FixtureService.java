package dev.gyre.bench.stages;

import dev.gyre.ipc.Binding;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What the calls of the plan call. Each returns what it was given, so that a result proves its arguments. */
class FixtureService {

    private final LongAdder calls = new LongAdder();

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

    @Binding("Service.getUser")
    Fixtures.UserId getUser(Fixtures.UserId user) {
        return counted(user);
    }

    @Binding("Service.updateData")
    boolean updateData(Fixtures.Data data, Fixtures.Flag flag) {
        return counted(!data.data().isEmpty() && flag.flag());
    }

    @Binding("Service.processEvent")
    int processEvent(Fixtures.Happening happening, Fixtures.X x, Fixtures.Y y) {
        return counted(happening.event().length() + x.x() + y.y());
    }
}
