package dev.gyre.window;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Some windows of several did not change as they were told, see {@link Application#change}; the others did. */
public final class ChangeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Map<Window, Throwable> failures;

    ChangeException(int asked, Map<Window, Throwable> failures) {
        super(failures.entrySet().stream()
                .map(failure -> failure.getKey() + ": " + failure.getValue())
                .collect(Collectors.joining("; ", failures.size() + " of " + asked + " windows did not change: ", "")));
        this.failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
        failures.values().forEach(this::addSuppressed);
    }

    /**
     * Which windows did not change, and why: the same errors as {@link Window#change} gives.
     *
     * @return the failures, in the order in which the windows were given
     */
    public Map<Window, Throwable> failures() {
        return failures;
    }
}
