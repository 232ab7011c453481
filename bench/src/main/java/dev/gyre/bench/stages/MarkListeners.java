package dev.gyre.bench.stages;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Listeners of four classes in turn: as in a program, where the call of a listener cannot be inlined. */
final class MarkListeners {

    private MarkListeners() {}

    static List<Consumer<Mark>> of(int count) {
        return IntStream.range(0, count).mapToObj(MarkListeners::listener).toList();
    }

    private static Consumer<Mark> listener(int i) {
        return switch (i % 4) {
            case 0 -> mark -> mark.hear();
            case 1 -> Mark::hear;
            case 2 ->
                new Consumer<>() {
                    @Override
                    public void accept(Mark mark) {
                        mark.hear();
                    }
                };
            default -> new Hearer();
        };
    }

    private static final class Hearer implements Consumer<Mark> {

        @Override
        public void accept(Mark mark) {
            mark.hear();
        }
    }
}
