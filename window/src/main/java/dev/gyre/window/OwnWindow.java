package dev.gyre.window;

import dev.gyre.ipc.Binding;
import dev.gyre.ipc.CallException;
import dev.gyre.ipc.Capabilities;
import dev.gyre.ipc.PageWindow;
import dev.gyre.ipc.spi.RuntimeService;
import dev.gyre.window.spi.Screen;
import dev.gyre.window.spi.WindowTrait;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What a page may do with the window that it is shown in, and with no other, as far as it is granted. */
final class OwnWindow implements RuntimeService {

    private static final String TELL = "gyre.page.tell";

    /** What every page may: {@code page.js}, the end of its {@code gyre.js}, tells what it is like. */
    static final Capabilities CAPABILITIES = Capabilities.calls(TELL);

    private final Application application;

    OwnWindow(Application application) {
        this.application = application;
    }

    /** What makes {@code gyre.js} tell what its page is like. */
    static byte[] script() {
        return ClientScript.resource("dev/gyre/window/page.js");
    }

    /** What a page learns of a change that did not come about. */
    static @Nullable CallException explain(Throwable error) {
        if (error instanceof UnsupportedOperationException) {
            return new CallException("unsupported", String.valueOf(error.getMessage()), error);
        }
        if (error instanceof RejectedExecutionException) {
            return new CallException(CallException.OVERLOADED, String.valueOf(error.getMessage()), error);
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
    Mono<Void> change(PageWindow caller, List<@Nullable WindowTrait> wishes) {
        int missing = wishes.indexOf(null);
        if (missing >= 0) {
            throw new CallException(CallException.BAD_ARGUMENT, "wishes[" + missing + "]: null (expected: a trait)");
        }
        return ask(caller, window -> window.change(wishes.toArray(WindowTrait[]::new)));
    }

    @Binding(value = "gyre.window.close", nonBlocking = true)
    Mono<Boolean> close(PageWindow caller) {
        return ask(caller, Window::askToClose);
    }

    @Binding(value = "gyre.window.screenshot", nonBlocking = true)
    Mono<byte[]> screenshot(PageWindow caller) {
        return ask(caller, Window::screenshot);
    }

    @Binding(value = "gyre.window.openDevTools", nonBlocking = true)
    Mono<Void> openDevTools(PageWindow caller) {
        return ask(caller, Window::openDevTools);
    }

    @Binding(value = "gyre.window.screens", nonBlocking = true)
    List<Screen> screens() {
        return application.screens();
    }

    @Binding(value = TELL, nonBlocking = true)
    void tell(PageWindow caller, List<WindowTrait.OfPage> news) {
        Window window = of(caller);
        news.forEach(now -> application.openWindows().changed(window, now));
    }

    private Window of(PageWindow caller) {
        return application
                .window(caller.name())
                .filter(window -> window.shows(caller)) // and not the next one of that name
                .orElseThrow(() -> gone(null));
    }

    /** What fails for the window closes meanwhile is no failure of the application's. */
    private <T> Mono<T> ask(PageWindow caller, Function<Window, Mono<T>> what) {
        Window window = of(caller);
        return what.apply(window).onErrorMap(failure -> window.isClosed() ? gone(failure) : failure);
    }

    private static CallException gone(@Nullable Throwable cause) {
        return new CallException(CallException.CANCELLED, "the window is closed", cause);
    }
}
