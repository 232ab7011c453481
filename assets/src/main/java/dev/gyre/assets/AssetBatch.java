package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Many small assets as one response, for pages that would otherwise wait for a hundred.
 *
 * <p>A request names them in its query, encoded as in any target and joined by {@code &}:
 * {@code GET /gyre/assets?/a.json&/icons/b.svg}. The body begins with a line for each, in the order they were asked for, and
 * goes on with their bytes, one after the other:
 *
 * <pre>{@code
 * 200 17 "11-5d2f-0" application/json
 * 404 0 - -
 * }</pre>
 *
 * <p>that is status, count of bytes, validator and media type, parted by single blanks, the line ended by LF. Each part is
 * what a request for it alone would be answered, without encodings, ranges and conditions; one that is not there is a part
 * too, with no bytes, and so is one for whose bytes there is no more room (413), which the page then asks for alone.
 */
final class AssetBatch {

    /** What a page needs at once; more is asked for in several requests. */
    static final int MAX_PARTS = 128;

    /** Of all parts together, for they are put together on the heap. Larger files gain nothing here. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final String TARGET = "/gyre/assets?";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StringBuilder heads = new StringBuilder();

    private AssetBatch() {}

    static boolean isAskedFor(String target) {
        return target.startsWith(TARGET);
    }

    /** The targets of the parts. */
    static List<String> parts(String target) {
        return List.of(target.substring(TARGET.length()).split("&", -1));
    }

    /** Puts the answers for some targets together; blocks on I/O if they do. */
    static MemoryBody of(List<String> targets, BiConsumer<String, Consumer<WebResponse>> answers) {
        AssetBatch batch = new AssetBatch();
        targets.forEach(target -> answers.accept(target, batch::add));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(batch.heads.toString().getBytes(ISO_8859_1));
        all.writeBytes(batch.bytes.toByteArray());
        return new MemoryBody(ByteBuffer.wrap(all.toByteArray()), 0, all.size());
    }

    private void add(WebResponse answer) {
        try (AssetBody body = answer.body()) {
            if (answer.status() != 200) {
                addHead(answer.status());
            } else if (body.length() > MAX_BYTES - bytes.size()) {
                addHead(413);
            } else {
                bytes.writeBytes(read(body));
                heads.append("200 ").append(body.length());
                heads.append(' ').append(answer.headers().get("ETag"));
                heads.append(' ').append(answer.headers().get("Content-Type")).append('\n');
            }
        } catch (IOException unreadable) {
            addHead(503);
        }
    }

    private void addHead(int status) {
        heads.append(status).append(" 0 - -\n");
    }

    private static byte[] read(AssetBody body) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((int) body.length());
        while (all.hasRemaining()) {
            if (body.read(all) < 0) {
                throw new EOFException("body ended before its length");
            }
        }
        return all.array();
    }
}
