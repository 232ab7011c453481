package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IpcProbeTest {

    @Test
    void fixturesThatDoNotBlockAnswerOnTheThreadThatCalls() {
        List<byte[]> answers = new ArrayList<>();
        FixtureService service = new NonBlockingFixtureService();
        try (GyreRuntime runtime = GyreRuntime.open(service, answers::add)) {
            for (CallFixture call : CallFixture.MIX) {
                answers.clear();
                runtime.page.give(call.frame());
                runtime.page.drain();

                assertThat(answers).as(call.toString()).hasSize(1);
            }
            assertThat(service.calls()).isEqualTo(CallFixture.MIX.size());
        }
    }

    @Test
    void readsNoFrameOfAnotherKindOrBinding() {
        try (GyreRuntime runtime = GyreRuntime.open(new FixtureService())) {
            byte[] call = CallFixture.labelled("get user").frame();

            assertThatThrownBy(() -> runtime.probe.payload(call))
                    .isInstanceOf(IOException.class)
                    .hasMessage("frame: another (expected: one of kind 9)");
            assertThatThrownBy(() -> runtime.probe.binding("Service.text").read(call))
                    .hasMessage("frame: a call of another (expected: of Service.text)");
            assertThatThrownBy(() -> runtime.probe.binding("Service.other"))
                    .hasMessage("binding: Service.other (expected: one that was opened)");
        }
    }
}
