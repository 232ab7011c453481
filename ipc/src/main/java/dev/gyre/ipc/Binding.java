package dev.gyre.ipc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Opens a method of a service to pages. Nothing that is not annotated can be called.
 *
 * <p>Arguments are positional and typed; a parameter of type {@link PageSession} is not the page's to give: it is the
 * calling page itself. The result may be a value, nothing, a {@link java.util.concurrent.CompletionStage} or a
 * {@link reactor.core.publisher.Mono}. The method runs on the runtime's call threads, where it may block.
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
}
