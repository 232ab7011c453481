package dev.gyre.demo;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LogFilter} ready to be applied. A regular expression can take for ever on a short line: matching stops when a
 * budget of time is used up, or when the thread is interrupted. Immutable, usable from any thread.
 */
final class LineMatcher {

    /** Long enough for any pattern that a person types. */
    static final int MAX_TEXT = 500;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final LogFilter filter;

    /** Null when every line passes. */
    private final @Nullable Pattern pattern;

    private LineMatcher(LogFilter filter, @Nullable Pattern pattern) {
        this.filter = filter;
        this.pattern = pattern;
    }

    /**
     * Makes a filter ready.
     *
     * @throws IllegalArgumentException if its text is too long or no regular expression
     */
    static LineMatcher of(LogFilter filter) {
        String text = filter.text();
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "text: " + text.length() + " characters (expected: at most " + MAX_TEXT + ")");
        }
        return new LineMatcher(filter, text.isEmpty() ? null : compile(filter));
    }

    private static Pattern compile(LogFilter filter) {
        int flags = filter.regex() ? 0 : Pattern.LITERAL;
        int cases = filter.matchCase() ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        try {
            return Pattern.compile(filter.text(), flags | cases);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "text: " + filter.text() + " (expected: a regular expression; " + reason(e) + ")", e);
        }
    }

    private static String reason(PatternSyntaxException e) {
        String at = e.getIndex() >= 0 ? " at " + e.getIndex() : "";
        return e.getDescription().toLowerCase(Locale.ROOT) + at;
    }

    /**
     * The processor's time of this thread: neither a busy machine nor a pause of ours shall cost a filter. Virtual threads
     * have none of their own and say -1; for them, and where it is not told at all, the clock must do.
     */
    private static LongSupplier clock() {
        boolean isTold = THREADS.isCurrentThreadCpuTimeSupported() && THREADS.getCurrentThreadCpuTime() >= 0;
        return isTold ? THREADS::getCurrentThreadCpuTime : System::nanoTime;
    }

    /** A run by the calling thread over any number of lines, which together may take so long. */
    Run run(Duration budget) {
        return new Run(budget);
    }

    /** One use of the matcher, by one thread. */
    final class Run {

        private final Duration budget;
        private final LongSupplier clock = clock();
        private final long deadline;
        private int steps;

        private Run(Duration budget) {
            this.budget = budget;
            this.deadline = clock.getAsLong() + budget.toNanos();
        }

        /**
         * Whether a line passes.
         *
         * @throws TooSlowException if the budget is used up, the thread interrupted, or the pattern nests too deep
         */
        boolean matches(String line) {
            if (pattern == null) {
                return true;
            }
            if (!filter.regex()) {
                // Plain text takes time in proportion to the line: the clock is looked at between lines.
                step();
                return pattern.matcher(line).find();
            }
            try {
                return pattern.matcher(new Watched(line)).find();
            } catch (StackOverflowError tooDeep) {
                // The engine recurses for alternatives under a star: long lines end the stack, not the program.
                throw tooSlow();
            }
        }

        private void step() {
            // A look at the clock costs as much as some thirty steps of the engine.
            if ((++steps & 0x3ff) == 0
                    && (clock.getAsLong() - deadline > 0
                            || Thread.currentThread().isInterrupted())) {
                throw tooSlow();
            }
        }

        private TooSlowException tooSlow() {
            return new TooSlowException("text: " + filter.text() + " (expected: a pattern that is done within "
                    + budget.toMillis() + " ms)");
        }

        /** A line that counts how often the engine looks at it. */
        private final class Watched implements CharSequence {

            private final String line;

            Watched(String line) {
                this.line = line;
            }

            @Override
            public int length() {
                return line.length();
            }

            @Override
            public char charAt(int index) {
                step();
                return line.charAt(index);
            }

            @Override
            public CharSequence subSequence(int start, int end) {
                return line.substring(start, end);
            }

            @Override
            public String toString() {
                return line;
            }
        }
    }

    /** A filter took longer than it may. */
    static final class TooSlowException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooSlowException(String message) {
            super(Objects.requireNonNull(message, "message"));
        }

        @Override
        public String getMessage() {
            return Objects.requireNonNullElse(super.getMessage(), "");
        }
    }
}
