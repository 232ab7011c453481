package dev.gyre.event;

import static dev.gyre.event.BusFixture.NUMBER;
import static dev.gyre.event.BusFixture.TEXT;
import static dev.gyre.event.BusFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HookTest {

    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final EventBus bus = EventBus.create(
            options -> options.onError((event, source, error) -> errors.add(source + ": " + error.getMessage())));
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void mayReplaceThePayloadForLaterHooksAndSubscribers() {
        bus.on(TEXT, heard::add);
        bus.hook(TEXT, text -> Verdict.replace(text.trim()));
        bus.hook(TEXT, text -> text.isEmpty() ? Verdict.veto("empty") : Verdict.PASS);

        bus.publish(TEXT, "  a ");
        assertThat(bus.tryPublish(TEXT, "   ")).isEqualTo(PublishResult.VETOED);
        settle(bus);

        assertThat(heard).containsExactly("a");
    }

    @Test
    void aReplacementOfAnotherClassIsAFailureOfTheHook() {
        bus.hook(TEXT, text -> Verdict.replace(1));

        assertThat(bus.tryPublish(TEXT, "a")).isEqualTo(PublishResult.VETOED);

        assertThat(errors)
                .containsExactly("hook on test.text: replacement for test.text: a java.lang.Integer (expected: a "
                        + "java.lang.String)");
    }

    @Test
    void mayRethrowToThePublisher() {
        IllegalStateException cause = new IllegalStateException("the disk is full");
        bus.hook(
                TEXT,
                text -> {
                    throw cause;
                },
                OnHookFailure.RETHROW);

        assertThatThrownBy(() -> bus.tryPublish(TEXT, "a"))
                .isInstanceOf(PublishException.class)
                .hasMessage("a hook on test.text failed")
                .hasCause(cause);
        assertThatThrownBy(() -> bus.publish(TEXT, "a")).hasCause(cause);
        assertThat(bus.lanes().get(1).accepted()).isZero();
        assertThat(bus.lanes().get(1).vetoed()).isEqualTo(2);
    }

    @Test
    void thatPublishesIntoItselfEndsWithAVetoAndNotTheStack() {
        AtomicInteger depth = new AtomicInteger();
        bus.hook(NUMBER, number -> {
            depth.incrementAndGet();
            PublishResult inner = bus.tryPublish(NUMBER, number + 1);
            return inner.isAccepted() ? Verdict.PASS : Verdict.veto("inner " + inner);
        });

        assertThatThrownBy(() -> bus.publish(NUMBER, 0)).hasMessage("test.number was vetoed: inner VETOED");
        assertThat(depth).hasValue(Hooks.MOST_NESTED);

        assertThat(bus.tryPublish(NUMBER, 0)).isEqualTo(PublishResult.VETOED);
        assertThat(depth).as("the depth is counted anew").hasValue(2 * Hooks.MOST_NESTED);
    }
}
