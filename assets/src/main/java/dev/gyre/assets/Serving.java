package dev.gyre.assets;

import java.io.IOException;
import java.util.Map;

/** Answers a request for what was found and opened: by its conditions, then by its ranges, then with a body or without. */
final class Serving {

    /** A body of two parts of a small file is more than twice the file by its frames alone; up to here that is no abuse. */
    private static final int SMALL_MULTIPART = 1024;

    private static final System.Logger LOG = System.getLogger(Serving.class.getName());

    private final Responses responses;

    Serving(Responses responses) {
        this.responses = responses;
    }

    /** The content belongs to the response from here on, unless this fails. */
    WebResponse serve(WebRequest request, Selected selected, long now) throws IOException {
        return switch (Preconditions.evaluate(request, selected.validators())) {
            case FAILED -> closed(selected, responses.page(412, request));
            case NOT_MODIFIED -> closed(selected, responses.notModified(selected));
            case PROCEED ->
                request.method().equals("HEAD")
                        ? closed(selected, responses.whole(selected, MemoryBody.empty()))
                        : get(request, selected, now);
        };
    }

    /** A range is defined for GET alone (RFC 9110, section 14.2). */
    private WebResponse get(WebRequest request, Selected selected, long now) throws IOException {
        boolean isRange = Preconditions.permitsRange(request.header("if-range"), selected.validators(), now);
        long size = selected.content().size();
        ByteRanges ranges = isRange ? ByteRanges.parse(request.header("range"), size) : ByteRanges.WHOLE;
        return switch (ranges.outcome()) {
            case WHOLE -> whole(selected);
            case UNSATISFIABLE ->
                closed(selected, responses.page(416, request, Map.of("Content-Range", "bytes */" + size)));
            case PARTS ->
                ranges.parts().size() == 1 ? part(selected, ranges.parts().get(0)) : parts(selected, ranges);
        };
    }

    private WebResponse whole(Selected selected) throws IOException {
        OpenContent content = selected.content();
        return responses.whole(selected, content.body(0, content.size()));
    }

    private WebResponse part(Selected selected, ByteRange range) throws IOException {
        return responses.part(selected, range, selected.content().body(range.start(), range.length()));
    }

    /**
     * What can only be read from front to back, or would become far more by its frames, is served whole. So is a packed
     * form: its parts are not packed data by themselves, nor is the frame around them, so that whoever heeds the
     * {@code Content-Encoding} of the response could not read it; Chromium fails. (It asks for ranges of identity alone.)
     */
    private WebResponse parts(Selected selected, ByteRanges ranges) throws IOException {
        if (selected.encoding() == ContentEncoding.IDENTITY && selected.content() instanceof SeekableContent content) {
            Multipart parts = new Multipart(content, ranges.parts(), selected.mediaType());
            if (parts.length() <= Math.max(2 * content.size(), SMALL_MULTIPART)) {
                return responses.parts(selected, parts);
            }
        }
        return whole(selected);
    }

    private static WebResponse closed(Selected selected, WebResponse response) {
        try {
            selected.content().close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing failed", e);
        }
        return response;
    }
}
