package dev.gyre.window;

import dev.gyre.ipc.Binding;
import dev.gyre.ipc.CallException;
import dev.gyre.ipc.PageWindow;
import dev.gyre.ipc.spi.RuntimeService;
import dev.gyre.window.spi.WindowTrait;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What a page may do with the window that it is shown in, and with no other, as far as it is granted. */
final class OwnWindow implements RuntimeService {

    private final Function<String, Optional<Window>> windows;

    OwnWindow(Function<String, Optional<Window>> windows) {
        this.windows = windows;
    }

    /** What a page learns of a change that did not come about. */
    static @Nullable CallException explain(Throwable error) {
        if (error instanceof UnsupportedOperationException) {
            return new CallException("unsupported", String.valueOf(error.getMessage()), error);
        }
        return error instanceof TimeoutException
                ? new CallException(CallException.OVERLOADED, "the window did not answer in time", error)
                : null;
    }

    @Binding(value = "gyre.window.state", nonBlocking = true)
    List<WindowTrait> state(PageWindow caller) {
        return of(caller).traits();
    }

    @Binding(value = "gyre.window.change", nonBlocking = true)
    Mono<Void> change(PageWindow caller, List<WindowTrait> wishes) {
        return of(caller).change(wishes.toArray(WindowTrait[]::new));
    }

    @Binding(value = "gyre.window.close", nonBlocking = true)
    Mono<Boolean> close(PageWindow caller) {
        return of(caller).askToClose();
    }

    private Window of(PageWindow caller) {
        return windows.apply(caller.name())
                .orElseThrow(() -> new CallException(CallException.CANCELLED, "the window is closed"));
    }
}
