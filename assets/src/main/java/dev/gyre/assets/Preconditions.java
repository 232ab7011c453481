package dev.gyre.assets;

import org.jspecify.annotations.Nullable;

/** Whether a request still makes sense for what there is: RFC 9110, section 13, for GET and HEAD. */
final class Preconditions {

    /** What the conditions come to. */
    enum Outcome {
        /** There is none, or all hold: answer as if there were none. */
        PROCEED,
        /** The client has it already: 304. */
        NOT_MODIFIED,
        /** The client wanted another one: 412. */
        FAILED
    }

    private Preconditions() {}

    /** In the order of section 13.2.2, in which an entity tag makes the date beside it void. */
    static Outcome evaluate(WebRequest request, Validators current) {
        if (hasChanged(request, current)) {
            return Outcome.FAILED;
        }
        return isKnown(request, current) ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }

    /** Section 13.1.1 and 13.1.4: what the client builds on must be what there is. */
    private static boolean hasChanged(WebRequest request, Validators current) {
        String tags = request.header("if-match");
        if (tags != null) {
            return !EntityTags.matchesStrongly(tags, current.etag());
        }
        long since = date(request.header("if-unmodified-since"));
        return since != HttpDate.NONE && current.hasLastModified() && current.lastModified() > since;
    }

    /** Section 13.1.2 and 13.1.3: the client has a copy and asks whether it is still good. */
    private static boolean isKnown(WebRequest request, Validators current) {
        String tags = request.header("if-none-match");
        if (tags != null) {
            return EntityTags.matchesWeakly(tags, current.etag());
        }
        long since = date(request.header("if-modified-since"));
        return since != HttpDate.NONE && current.hasLastModified() && current.lastModified() <= since;
    }

    /**
     * Whether {@code If-Range} lets a range pass (section 13.1.5): no field, exactly this strong tag, or exactly this date
     * where a date is as good as a tag.
     */
    static boolean permitsRange(@Nullable String ifRange, Validators current, long now) {
        if (ifRange == null) {
            return true;
        }
        String validator = HttpSyntax.trim(ifRange);
        if (validator.endsWith("\"")) {
            return validator.equals(current.etag()) && validator.startsWith("\"");
        }
        return current.isLastModifiedStrong(now) && HttpDate.parse(validator) == current.lastModified();
    }

    /** What is no date is no condition. */
    private static long date(@Nullable String field) {
        return field == null ? HttpDate.NONE : HttpDate.parse(HttpSyntax.trim(field));
    }
}
