package dev.gyre.bench.stages;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many take part in a round.
 *
 * @param listeners who hear every event
 * @param hooks called before every event
 * @param publishers threads that share the events of a round
 */
record Shape(int listeners, int hooks, int publishers) {

    /** Without a comma, at which JMH's command line would split it. */
    private static final Pattern FORM = Pattern.compile("(\\d+) listeners? / (\\d+) hooks? / (\\d+) publishers?");

    static Shape parse(String text) {
        Matcher form = FORM.matcher(text);
        Require.that(form.matches(), "shape: " + text + " (expected: N listeners / N hooks / N publishers)");
        return new Shape(
                Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)));
    }
}
