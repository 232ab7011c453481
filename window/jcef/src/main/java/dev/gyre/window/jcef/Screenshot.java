package dev.gyre.window.jcef;

import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.cef.browser.CefDevToolsClient;
import org.jspecify.annotations.Nullable;

/**
 * A picture of what a browser shows, as Chromium's own tools for developers take it. One answer of twenty gets lost on its way
 * to Java, so that it asks again when none has come, as long as whoever wants the picture waits.
 */
final class Screenshot {

    private static final long TRY_MILLIS = 1_200;

    private static final int TRIES = 4;

    /** Characters of an answer that is none. */
    private static final int SHOWN = 100;

    private static final String DATA = "\"data\":\"";

    private Screenshot() {}

    static CompletableFuture<byte[]> of(@Nullable CefDevToolsClient tools) {
        return tools == null
                ? CompletableFuture.failedFuture(new IllegalStateException(
                        "screenshot: of a browser that is closed (expected: one that is shown)"))
                : of(() -> tools.executeDevToolsMethod("Page.captureScreenshot", "{\"format\":\"png\"}"), TRIES);
    }

    static CompletableFuture<byte[]> of(Supplier<CompletableFuture<String>> question, int tries) {
        return question.get()
                .thenApply(answer -> answer) // a stage of our own, for only that may be timed out
                .orTimeout(TRY_MILLIS, TimeUnit.MILLISECONDS)
                .thenApplyAsync(Screenshot::picture)
                .exceptionallyCompose(failed ->
                        isLost(failed) && tries > 1 ? of(question, tries - 1) : CompletableFuture.failedFuture(failed));
    }

    private static boolean isLost(Throwable failed) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        return cause instanceof TimeoutException;
    }

    static byte[] picture(String answer) {
        int begin = answer.indexOf(DATA) + DATA.length();
        int end = answer.indexOf('"', begin);
        if (begin < DATA.length() || end < 0) {
            throw new IllegalStateException("screenshot: " + answer.substring(0, Math.min(answer.length(), SHOWN))
                    + " (expected: a picture in " + DATA + ")");
        }
        return Base64.getDecoder().decode(answer.substring(begin, end));
    }
}
