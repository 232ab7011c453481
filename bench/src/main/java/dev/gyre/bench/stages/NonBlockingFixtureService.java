package dev.gyre.bench.stages;

import dev.gyre.ipc.Binding;
import java.util.List;

/** The same calls on the thread that brings them, so that a call can be measured without the hop to another. */
public final class NonBlockingFixtureService extends FixtureService {

    /** One that nobody has called yet. */
    public NonBlockingFixtureService() {}

    @Override
    @Binding(value = "Service.none", nonBlocking = true)
    String none() {
        return super.none();
    }

    @Override
    @Binding(value = "Service.text", nonBlocking = true)
    String text(String text) {
        return super.text(text);
    }

    @Override
    @Binding(value = "Service.mixed", nonBlocking = true)
    List<Object> mixed(String text, int number, boolean flag) {
        return super.mixed(text, number, flag);
    }

    @Override
    @Binding(value = "Service.person", nonBlocking = true)
    Fixtures.Person person(Fixtures.Person person) {
        return super.person(person);
    }

    @Override
    @Binding(value = "Service.complex", nonBlocking = true)
    Fixtures.Complex complex(Fixtures.Complex complex) {
        return super.complex(complex);
    }

    @Override
    @Binding(value = "Service.words", nonBlocking = true)
    List<String> words(String... words) {
        return super.words(words);
    }

    @Override
    @Binding(value = "Service.getUser", nonBlocking = true)
    public Fixtures.UserId getUser(Fixtures.UserId user) {
        return super.getUser(user);
    }

    @Override
    @Binding(value = "Service.updateData", nonBlocking = true)
    public boolean updateData(Fixtures.Data data, Fixtures.Flag flag) {
        return super.updateData(data, flag);
    }

    @Override
    @Binding(value = "Service.processEvent", nonBlocking = true)
    public int processEvent(Fixtures.Happening happening, Fixtures.X x, Fixtures.Y y) {
        return super.processEvent(happening, x, y);
    }
}
