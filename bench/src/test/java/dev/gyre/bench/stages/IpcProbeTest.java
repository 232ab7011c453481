package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.ipc.Binding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IpcProbeTest {

    static final class Where {

        private volatile Thread thread;

        @Binding("Service.where")
        String where() {
            thread = Thread.currentThread();
            return "there";
        }
    }

    @Test
    void callsRunOnTheThreadThatBringsThem() {
        Where service = new Where();
        List<byte[]> answers = new ArrayList<>();
        try (GyreRuntime runtime = GyreRuntime.openOnOneThread(service, answers::add)) {
            runtime.page.give(WirePage.bytes("[2,1,\"Service.where\"]"));
            runtime.page.drain();

            assertThat(service.thread).isSameAs(Thread.currentThread());
            assertThat(answers).containsExactly(WirePage.bytes("[3,1,\"there\"]"));
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
