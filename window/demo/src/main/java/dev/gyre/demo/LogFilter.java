package dev.gyre.demo;

/**
 * Which lines of the log to show.
 *
 * @param text what a line must contain; empty for every line
 * @param regex whether the text is a regular expression
 * @param matchCase whether upper and lower case differ
 */
public record LogFilter(String text, boolean regex, boolean matchCase) {

    /** Lets every line through. */
    public static final LogFilter ALL = new LogFilter("", false, true);
}
