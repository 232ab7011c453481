package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Several ranges of one content in one body, {@code multipart/byteranges} (RFC 9110, section 14.6).
 *
 * <p>A frame stands before each range and one after the last. The boundary is 128 random bits, which no content can have
 * in it by design. The content is asked once, at the very end, whether it is still the one that was opened.
 */
final class Multipart implements CheckedBody.Origin {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BOUNDARY_BYTES = 16;

    private final SeekableContent content;
    private final List<ByteRange> ranges;
    private final List<ByteBuffer> frames = new ArrayList<>();
    private final String boundary;
    private final long length;

    /** Where reading stands: at which frame, or how far into the range after it. */
    private int part;

    private long inRange;

    Multipart(SeekableContent content, List<ByteRange> ranges, String mediaType) {
        this.content = content;
        this.ranges = ranges;
        byte[] random = new byte[BOUNDARY_BYTES];
        RANDOM.nextBytes(random);
        boundary = HexFormat.of().formatHex(random);
        long total = 0;
        String before = "--";
        for (ByteRange range : ranges) {
            total += range.length();
            frames.add(frame(before + boundary + "\r\nContent-Type: " + mediaType + "\r\nContent-Range: "
                    + range.of(content.size()) + "\r\n\r\n"));
            before = "\r\n--";
        }
        frames.add(frame("\r\n--" + boundary + "--\r\n"));
        length = total + frames.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    private static ByteBuffer frame(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    String mediaType() {
        return "multipart/byteranges; boundary=" + boundary;
    }

    long length() {
        return length;
    }

    /** From here on the body owns the content. */
    AssetBody body() {
        return new CheckedBody(this, length);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        ByteBuffer frame = frames.get(part);
        return frame.hasRemaining() ? readFrame(frame, target) : readRange(ranges.get(part), target);
    }

    private static int readFrame(ByteBuffer frame, ByteBuffer target) {
        int count = Math.min(frame.remaining(), target.remaining());
        target.put(target.position(), frame, frame.position(), count);
        target.position(target.position() + count);
        frame.position(frame.position() + count);
        return count;
    }

    private int readRange(ByteRange range, ByteBuffer target) throws IOException {
        int limit = target.limit();
        target.limit((int) Math.min(limit, target.position() + range.length() - inRange));
        int count = content.read(target, range.start() + inRange);
        target.limit(limit);
        inRange += Math.max(count, 0);
        if (inRange == range.length()) {
            part++;
            inRange = 0;
        }
        return count;
    }

    @Override
    public void requireUnchanged() throws IOException {
        content.requireUnchanged();
    }

    @Override
    public boolean isInMemory() {
        return content.isInMemory();
    }

    @Override
    public void close() {
        content.close();
    }
}
