package dev.gyre.bench.windows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * The process of windows: {@code TOOLKIT ARM NATIVES}. It opens one of that arm, and answers in a line, as it does for each line
 * that it reads: {@code open ARM}, {@code measure ARM MILLIS SCENARIO}, {@code collect}. It ends with its input.
 */
final class WindowMain {

    /** Before each answer, for a toolkit may write lines of its own. */
    static final String ANSWER = "> ";

    private static final int COLLECTIONS = 3;

    /** Whose windows they are. */
    enum Side {
        GYRE,
        BARE
    }

    private final Desk desk = new Desk();
    private final Map<Side, WindowArm> arms = new EnumMap<>(Side.class);
    private final Toolkit toolkit;
    private final Path natives;

    private WindowMain(Toolkit toolkit, Path natives) {
        this.toolkit = toolkit;
        this.natives = natives;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        WindowMain windows = new WindowMain(Toolkit.valueOf(arguments[0]), Path.of(arguments[2]));
        answers.println(ANSWER + windows.open(arguments[1]));
        Allocation allocation = Allocation.count();
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            answers.println(ANSWER + windows.answer(line.split(" ", 4), allocation));
        }
        Runtime.getRuntime().halt(0); // a toolkit that is asked to end may not
    }

    private String answer(String[] words, Allocation allocation) throws InterruptedException {
        return switch (words[0]) {
            case "open" -> open(words[1]);
            case "measure" -> {
                long before = allocation.total();
                arm(words[1]).measure(new Measure(words[3], Long.parseLong(words[2])));
                String came = desk.next();
                yield came.startsWith("failed") ? came : came + " " + (allocation.total() - before);
            }
            default -> {
                for (int i = 0; i < COLLECTIONS; i++) {
                    System.gc();
                }
                yield "collected";
            }
        };
    }

    private String open(String arm) throws InterruptedException {
        long asked = System.currentTimeMillis();
        arm(arm).open();
        return asked + " " + desk.next();
    }

    private WindowArm arm(String name) {
        return arms.computeIfAbsent(
                Side.valueOf(name),
                side -> side == Side.GYRE ? toolkit.gyre(desk, natives) : toolkit.bare(desk, natives));
    }
}
