package dev.gyre.ipc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Opens a method of a service to pages. Nothing that is not annotated can be called.
 *
 * <p>Arguments are positional and typed. A parameter of type {@link PageSession}, {@link PageWindow} or {@link Cancellation}
 * is not the page's to give: it is the calling page itself, its window, or its interest in the result. A parameter of type
 * {@link reactor.core.publisher.Flux} is an upload, a stream that the page sends as the method asks for it.
 *
 * <p>The result may be a value, nothing, a {@link java.util.concurrent.CompletionStage} or a
 * {@link reactor.core.publisher.Mono}. A {@link reactor.core.publisher.Flux} or {@link java.util.stream.Stream} is an async
 * iterator in the page, and is asked for no more than that asks for. The method runs on the runtime's call threads, where
 * it may block, and so do the streams it gives.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Binding {

    /**
     * The whole name pages call it by. Empty, the default, stands for {@code SimpleClassName.methodName}.
     *
     * @return the name: segments of letters, digits, _ and -, joined by dots
     */
    String value() default "";

    /**
     * Whether the method runs where the call arrives, which saves two changes of thread: for methods that only compute a
     * little, or begin something and give a stage, mono or stream. One that blocks there stops every page.
     *
     * @return true if it never blocks
     */
    boolean nonBlocking() default false;
}
