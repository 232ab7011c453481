package dev.gyre.bench.stages;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Looks at the beginning of each response in an array of its own: what one writes first. */
final class NaiveSniffer {

    private static final int PREFIX = 512;

    private static final List<String> TAGS = List.of(
            "<!doctype html",
            "<html",
            "<head",
            "<script",
            "<iframe",
            "<h1",
            "<div",
            "<font",
            "<table",
            "<a",
            "<style",
            "<title",
            "<b",
            "<body",
            "<br",
            "<p",
            "<!--");

    private static final class Magic {
        final byte[] start;
        final String type;

        Magic(String start, String type) {
            this.start = start.getBytes(StandardCharsets.ISO_8859_1);
            this.type = type;
        }

        boolean matches(byte[] prefix, int length) {
            return length >= start.length && Arrays.equals(prefix, 0, start.length, start, 0, start.length);
        }
    }

    private static final List<Magic> MAGIC = List.of(
            new Magic("<?xml", "text/xml; charset=utf-8"),
            new Magic("%PDF-", "application/pdf"),
            new Magic("%!PS-Adobe-", "application/postscript"),
            new Magic("\u00fe\u00ff", "text/plain; charset=utf-16be"),
            new Magic("\u00ff\u00fe", "text/plain; charset=utf-16le"),
            new Magic("\u00ef\u00bb\u00bf", "text/plain; charset=utf-8"),
            new Magic("\0\0\1\0", "image/x-icon"),
            new Magic("BM", "image/bmp"),
            new Magic("GIF87a", "image/gif"),
            new Magic("GIF89a", "image/gif"),
            new Magic("\u0089PNG\r\n\u001a\n", "image/png"),
            new Magic("\u00ff\u00d8\u00ff", "image/jpeg"),
            new Magic("ID3", "audio/mpeg"),
            new Magic("OggS\0", "application/ogg"),
            new Magic("MThd\0\0\0\6", "audio/midi"),
            new Magic("\u001aE\u00df\u00a3", "video/webm"),
            new Magic("\u001f\u008b\b", "application/x-gzip"),
            new Magic("PK\3\4", "application/zip"),
            new Magic("Rar!\u001a\7\0", "application/x-rar-compressed"),
            new Magic("\0\1\0\0", "font/ttf"),
            new Magic("OTTO\0", "font/otf"),
            new Magic("wOFF\0", "font/woff"),
            new Magic("wOF2\0", "font/woff2"));

    private long bytes;
    private long sniffed;

    String respond(ByteBuffer[] parts) {
        byte[] prefix = new byte[PREFIX];
        int length = 0;
        for (ByteBuffer part : parts) {
            int count = Math.min(part.remaining(), PREFIX - length);
            part.get(part.position(), prefix, length, count);
            length += count;
        }
        String type = sniff(prefix, length);
        for (ByteBuffer part : parts) {
            pass(part);
        }
        return type;
    }

    private void pass(ByteBuffer part) {
        bytes += part.remaining();
        part.position(part.limit());
    }

    private String sniff(byte[] prefix, int length) {
        sniffed++;
        String text = new String(prefix, 0, length, StandardCharsets.ISO_8859_1)
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        for (String tag : TAGS) {
            if (text.startsWith(tag) && text.length() > tag.length() && " >".indexOf(text.charAt(tag.length())) >= 0) {
                return "text/html; charset=utf-8";
            }
        }
        for (Magic magic : MAGIC) {
            if (magic.matches(prefix, length)) {
                return magic.type;
            }
        }
        return isText(prefix, length) ? "text/plain; charset=utf-8" : "application/octet-stream";
    }

    private static boolean isText(byte[] prefix, int length) {
        for (int i = 0; i < length; i++) {
            byte c = prefix[i];
            if (c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\f' && c != '\r' && c != 0x1b) {
                return false;
            }
        }
        return true;
    }

    long bytes() {
        return bytes;
    }

    long sniffed() {
        return sniffed;
    }
}
