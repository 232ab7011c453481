package dev.gyre.window.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class TurnsTest {

    /** A toolkit's thread, whose turns come when the test wants them. */
    private final Queue<Runnable> thread = new ArrayDeque<>();

    private final List<String> done = new ArrayList<>();
    private final Turns turns = new Turns(thread::add, () -> done.add("end"));

    @Test
    void whatWaitsIsOneTurnInOrder() {
        turns.later(() -> done.add("first"));
        turns.later(() -> done.add("second"));

        thread.remove().run();

        assertThat(done).containsExactly("first", "second", "end");
    }

    @Test
    void whatComesDuringATurnIsDoneInTheNext() {
        turns.later(() -> {
            done.add("first");
            turns.later(() -> done.add("second"));
        });

        thread.remove().run();
        assertThat(done).containsExactly("first", "end");
        thread.remove().run();

        assertThat(done).containsExactly("first", "end", "second", "end");
    }

    @Test
    void noTaskIsLeftOverWhereOneThrows() {
        turns.later(() -> {
            throw new IllegalStateException("no");
        });
        turns.later(() -> done.add("second"));

        assertThatThrownBy(() -> thread.remove().run()).hasMessage("no");
        thread.remove().run();

        assertThat(done).containsExactly("second", "end");
    }

    /** As where a task shows a dialogue that waits for an answer. */
    @Test
    void aTurnWithinATaskDoesTheRest() {
        turns.later(() -> {
            done.add("first");
            thread.remove().run();
        });
        turns.later(() -> done.add("second"));

        thread.remove().run();

        assertThat(done).containsExactly("first", "second", "end", "end");
    }
}
