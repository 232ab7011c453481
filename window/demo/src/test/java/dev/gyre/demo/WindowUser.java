package dev.gyre.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.event.WindowEvent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.stage.Stage;

/**
 * The demo, and somebody who looks at the frames of its windows and closes them, as standard input says: {@code titles}, or
 * {@code close} and how a title begins. Answers with the titles of before, in one line.
 */
final class WindowUser {

    /** How an answer begins: JCEF writes to the same output. */
    static final String ANSWER = "titles: ";

    static final String BETWEEN = " | ";

    private final boolean isFx;
    private final Executor ui;

    private WindowUser(boolean isFx) {
        this.isFx = isFx;
        this.ui = isFx ? Platform::runLater : EventQueue::invokeLater;
    }

    public static void main(String... arguments) {
        WindowUser user = new WindowUser(List.of(arguments).contains("javafx"));
        Thread thread = new Thread(user::obey, "user");
        thread.setDaemon(true);
        thread.start();
        Main.main(arguments);
    }

    private void obey() {
        new BufferedReader(new InputStreamReader(System.in, UTF_8)).lines().forEach(word -> {
            String titles;
            try {
                titles = CompletableFuture.supplyAsync(() -> look(word), ui).join();
            } catch (IllegalStateException noToolkitYet) {
                titles = "";
            }
            System.out.println(ANSWER + titles);
        });
    }

    /** On the thread of the windows. */
    private String look(String word) {
        Map<String, Runnable> windows = isFx ? stages() : frames();
        if (word.startsWith("close ")) {
            String wanted = word.substring("close ".length());
            windows.forEach((title, close) -> {
                if (title.startsWith(wanted)) {
                    close.run();
                }
            });
        }
        return String.join(BETWEEN, windows.keySet());
    }

    private static Map<String, Runnable> stages() {
        return javafx.stage.Window.getWindows().stream()
                .filter(window -> window instanceof Stage && window.isShowing())
                .map(Stage.class::cast)
                .collect(Collectors.toMap(
                        Stage::getTitle, WindowUser::close, (one, other) -> other, TreeMap<String, Runnable>::new));
    }

    private static Runnable close(Stage stage) {
        return () ->
                stage.fireEvent(new javafx.stage.WindowEvent(stage, javafx.stage.WindowEvent.WINDOW_CLOSE_REQUEST));
    }

    private static Map<String, Runnable> frames() {
        return Arrays.stream(Frame.getFrames())
                .filter(Frame::isShowing)
                .collect(Collectors.toMap(
                        Frame::getTitle, WindowUser::close, (one, other) -> other, TreeMap<String, Runnable>::new));
    }

    private static Runnable close(Frame frame) {
        return () -> frame.dispatchEvent(new WindowEvent(frame, WindowEvent.WINDOW_CLOSING));
    }
}
