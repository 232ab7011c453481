package dev.gyre.bench.stages;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who publishes to whom.
 *
 * @param publishers threads that share the events
 * @param subscribers who hear every event of their type
 * @param types event types, which the events take in turn; if there are many, each has one subscriber
 */
record Traffic(int publishers, int subscribers, int types) {

    /** Without a comma, at which JMH's command line would split it. */
    private static final Pattern FORM = Pattern.compile("(\\d+) publishers? / (\\d+) (subscribers?|types)");

    static Traffic parse(String text) {
        Matcher form = FORM.matcher(text);
        Require.that(
                form.matches(),
                "traffic: " + text + " (expected: N publishers / N subscribers or N publishers / N types)");
        int publishers = Integer.parseInt(form.group(1));
        int many = Integer.parseInt(form.group(2));
        return form.group(3).equals("types") ? new Traffic(publishers, 1, many) : new Traffic(publishers, many, 1);
    }

    /** How many objects hear: one for each subscriber and type. */
    int ears() {
        return subscribers * types;
    }

    /**
     * What subscribes to a bus that knows no types of one class: each ear, or, where there are many types, one subscriber
     * that finds the ear of an event's type in an array, as its user must.
     */
    List<Consumer<Ping>> untyped(List<Consumer<Ping>> ears) {
        return types == 1 ? ears : List.of(new ByType(ears));
    }

    private static final class ByType implements Consumer<Ping> {

        private final Consumer<Ping>[] ears;

        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
        ByType(List<Consumer<Ping>> ears) {
            this.ears = ears.toArray(new Consumer[0]);
        }

        @Override
        public void accept(Ping ping) {
            ears[ping.type()].accept(ping);
        }
    }
}
