package dev.gyre.bench.stages;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Windows that hear the same events, and one more beside them that may be slow. */
abstract class FanOut implements AutoCloseable {

    /** Events of one run: fewer than the queue of a page holds. */
    static final int EVENTS = 1_000;

    static final int BYTES = 256;

    private static final int FIRST = 1_000;

    /** The 256 bytes apart: what stands around the text. */
    private static final int AROUND = "{\"number\":1000,\"text\":\"\"}".length();

    private static final String TEXT = "x".repeat(BYTES - AROUND);

    final List<HearingPage> pages;
    final HearingPage neighbour = new HearingPage();

    FanOut(int windows) {
        pages = Stream.generate(HearingPage::new).limit(windows).toList();
    }

    /** An event. */
    record Numbered(int number, String text) {}

    static Numbered event(int index) {
        return new Numbered(FIRST + index, TEXT);
    }

    /** What a page hears of an event. */
    static byte[] frame(ObjectMapper mapper, Numbered event) {
        try {
            return mapper.writeValueAsBytes(List.of(10, TestEvent.NAME, event));
        } catch (IOException e) {
            throw new IllegalStateException("event: cannot be written (expected: a fixture)", e);
        }
    }

    /** Publishes them all, and returns when every page but the neighbour has heard them. */
    final void run() {
        List<Long> before = pages.stream().map(HearingPage::heard).toList();
        for (int index = 0; index < EVENTS; index++) {
            publish(event(index));
        }
        for (int page = 0; page < before.size(); page++) {
            pages.get(page).awaitHeard(before.get(page) + EVENTS);
        }
    }

    abstract void publish(Numbered event);

    /** How many times an event was encoded, since the windows were opened. */
    abstract long encodings();

    /** Events lost on the way. */
    abstract long drops();

    @Override
    public abstract void close();
}
