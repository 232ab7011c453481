package dev.gyre.bench.stages;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What dispatch is put through.
 *
 * @param listeners who hear the event
 * @param characters the length of its name
 * @param writes how many of a hundred operations change the listeners
 */
record DispatchCase(int listeners, int characters, int writes) {

    private static final Pattern FORM = Pattern.compile("(\\d+) listeners? / (\\d+) characters / (\\d+):(\\d+)");

    static DispatchCase parse(String text) {
        Matcher form = FORM.matcher(text);
        Require.that(form.matches(), "case: " + text + " (expected: N listeners / N characters / READS:WRITES)");
        return new DispatchCase(
                Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), Integer.parseInt(form.group(4)));
    }

    String name() {
        return switch (characters) {
            case 3 -> "tic";
            case 23 -> "application.user.logins";
            case 54 -> "application.workspace.document.paragraph.style.changed";
            default -> throw new IllegalStateException("characters: " + characters + " (expected: 3, 23 or 54)");
        };
    }
}
