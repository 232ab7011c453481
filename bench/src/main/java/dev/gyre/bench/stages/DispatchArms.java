package dev.gyre.bench.stages;

import java.util.List;
import java.util.function.Consumer;

/** The ways of dispatch by the names of their benchmark methods. */
final class DispatchArms {

    private DispatchArms() {}

    static DispatchArm of(String method, String name, List<Consumer<Mark>> listeners) {
        return switch (method) {
            case "naive" -> new MapDispatch.Concurrent(name, listeners);
            case "naiveSynchronized" -> new MapDispatch.Locked(name, listeners);
            case "gyre" -> new GyreDispatch(name, listeners);
            default -> throw new IllegalArgumentException("benchmark: " + method + " (expected: the name of an arm)");
        };
    }
}
