package dev.gyre.assets.packer;

import dev.gyre.assets.ContentEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.Map;

/**
 * A content and its packed forms, those that pay.
 *
 * @param packed by encoding, without the content as it is
 */
record Forms(Inventory.Content content, Map<ContentEncoding, byte[]> packed) {

    /** Packing holds a file on the heap, in several forms; what is larger than this is hardly text. */
    private static final long MOST_PACKED = 64L * 1024 * 1024;

    /**
     * Packs a content, and unpacks each form again.
     *
     * @throws PackerException if it cannot be read, or does not come out of a form as it went in
     */
    static Forms of(Inventory.Content content) {
        Map<ContentEncoding, byte[]> packed = new EnumMap<>(ContentEncoding.class);
        if (content.isCompressible() && content.size() <= MOST_PACKED) {
            byte[] bytes = read(content);
            for (Coder coder : Coder.values()) {
                byte[] form = encode(coder, content, bytes);
                if (pays(form.length, bytes.length)) {
                    packed.put(coder.encoding(), form);
                }
            }
        }
        return new Forms(content, packed);
    }

    /** At least a tenth: less is not worth its place in the bundle, nor the unpacking. */
    static boolean pays(long packed, long size) {
        return packed * 10 <= size * 9;
    }

    private static byte[] read(Inventory.Content content) {
        try {
            return Files.readAllBytes(content.file());
        } catch (IOException e) {
            throw new PackerException("file: " + content.file() + " (expected: one that can be read)", e);
        }
    }

    private static byte[] encode(Coder coder, Inventory.Content content, byte[] bytes) {
        byte[] form;
        try {
            form = coder.encode(bytes);
        } catch (IOException e) {
            throw new PackerException(
                    content.file() + " in " + coder.encoding().token() + ": cannot be packed (expected: any bytes can)",
                    e);
        }
        if (!coder.decodesTo(bytes, form)) {
            throw new PackerException(content.file() + " in " + coder.encoding().token()
                    + ": other bytes (expected: those of the file; a defect of the library that packs)");
        }
        return form;
    }
}
