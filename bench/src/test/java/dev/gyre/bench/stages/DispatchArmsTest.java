package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DispatchArmsTest {

    @ParameterizedTest
    @ValueSource(strings = {"naive", "naiveSynchronized", "gyre"})
    void everyArmCallsEveryListenerInTheOrderTheyJoined(String arm) {
        List<String> called = new ArrayList<>();
        List<Consumer<Mark>> listeners = List.of(mark -> called.add("first"), mark -> called.add("second"));

        DispatchArm.View view = DispatchArms.of(arm, "some.event", listeners).view();
        Runnable leave = view.join(mark -> called.add("third"));
        view.dispatch(new Mark());
        leave.run();
        view.dispatch(new Mark());

        assertThat(called).containsExactly("first", "second", "third", "first", "second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"naive", "naiveSynchronized", "gyre"})
    void everyArmDispatchesToNobody(String arm) {
        Mark mark = new Mark();

        DispatchArms.of(arm, "some.event", List.of()).view().dispatch(mark);

        assertThat(mark.heard()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"naive, 0", "naive, 10", "naiveSynchronized, 0", "naiveSynchronized, 10", "gyre, 0", "gyre, 10"})
    void everyArmStandsTheMeasuredOperations(String arm, int writes) {
        DispatchCase work = new DispatchCase(5, 23, writes);
        DispatchArm dispatch = DispatchArms.of(arm, work.name(), MarkListeners.of(5));
        DispatchThread thread = new DispatchThread(dispatch.view(), work);

        for (int i = 0; i < 1_000; i++) {
            thread.next();
        }

        thread.judge();
    }

    @Test
    void refusesAnArmThatForgetsListeners() {
        DispatchCase work = new DispatchCase(5, 23, 0);
        DispatchArm forgetful = DispatchArms.of("naive", work.name(), MarkListeners.of(4));
        DispatchThread thread = new DispatchThread(forgetful.view(), work);

        thread.next();

        assertThatThrownBy(thread::judge).hasMessage("calls: 4 (expected: 5)");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 23, 54})
    void namesAreAsLongAsThePlanSays(int characters) {
        assertThat(new DispatchCase(1, characters, 0).name()).hasSize(characters);
    }

    @Test
    void readsACaseFromText() {
        assertThat(DispatchCase.parse("10 listeners / 54 characters / 90:10")).isEqualTo(new DispatchCase(10, 54, 10));
        assertThatThrownBy(() -> DispatchCase.parse("some"))
                .hasMessage("case: some (expected: N listeners / N characters / READS:WRITES)");
    }
}
