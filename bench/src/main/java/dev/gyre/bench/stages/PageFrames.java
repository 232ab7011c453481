package dev.gyre.bench.stages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.function.Consumer;

/** What a page does with a message in either arm of stage 12: it parses it, and counts it and its frames. */
final class PageFrames implements Consumer<byte[]> {

    private static final int REPLY = 3;
    private static final int EVENT = 10;
    private static final int GAP = 14;
    private static final int BATCH = 16;

    private final ObjectMapper mapper = new ObjectMapper();

    /** Written by the page's thread, read by any. */
    private volatile long heard;

    private long messages;
    private long missed;

    @Override
    public void accept(byte[] message) {
        try {
            take(mapper.readTree(message));
        } catch (IOException e) {
            throw new IllegalStateException("message: no JSON (expected: a frame)", e);
        }
    }

    private void take(JsonNode message) {
        messages++;
        long count = heard;
        if (message.path(0).asInt() == BATCH) {
            for (int i = 1; i < message.size(); i++) {
                count += frame(message.path(i));
            }
        } else {
            count += frame(message);
        }
        heard = count;
    }

    private int frame(JsonNode frame) {
        switch (frame.path(0).asInt()) {
            case REPLY, EVENT -> {
                return 1;
            }
            case GAP -> missed += frame.path(1).asLong();
            default -> {} // an acknowledgement
        }
        return 0;
    }

    /** Replies and events. */
    long heard() {
        return heard;
    }

    /** Messages. Exact once nothing is under way. */
    long messages() {
        return messages;
    }

    /** Events that were lost on the way. Exact once nothing is under way. */
    long missed() {
        return missed;
    }
}
