package dev.gyre.assets;

import java.util.stream.Stream;

/** The signatures of WHATWG MIME Sniffing, sections 6 and 7.1, in the order in which they are tried. */
final class SignatureTable {

    private static final String HTML = "text/html; charset=utf-8";
    private static final String XML = "text/xml; charset=utf-8";
    static final String TEXT = "text/plain; charset=utf-8";

    /** What a browser would act on. */
    static final SignatureSet SCRIPTABLE = new SignatureSet(Stream.concat(
                    Stream.of(
                                    "<!DOCTYPE HTML",
                                    "<HTML",
                                    "<HEAD",
                                    "<SCRIPT",
                                    "<IFRAME",
                                    "<H1",
                                    "<DIV",
                                    "<FONT",
                                    "<TABLE",
                                    "<A",
                                    "<STYLE",
                                    "<TITLE",
                                    "<B",
                                    "<BODY",
                                    "<BR",
                                    "<P",
                                    "<!--")
                            .map(tag -> Signature.tag(tag, HTML)),
                    Stream.of(Signature.indented("<?xml", XML), Signature.exact("%PDF-", "application/pdf")))
            .toArray(Signature[]::new));

    /** What is known by its first bytes alone. */
    static final SignatureSet PASSIVE = new SignatureSet(
            Signature.exact("%!PS-Adobe-", "application/postscript"),
            Signature.exact("\u00fe\u00ff..", "text/plain; charset=utf-16be"),
            Signature.exact("\u00ff\u00fe..", "text/plain; charset=utf-16le"),
            Signature.exact("\u00ef\u00bb\u00bf.", TEXT),
            Signature.exact("\0\0\1\0", "image/x-icon"),
            Signature.exact("\0\0\2\0", "image/x-icon"),
            Signature.exact("BM", "image/bmp"),
            Signature.exact("GIF87a", "image/gif"),
            Signature.exact("GIF89a", "image/gif"),
            Signature.exact("RIFF....WEBPVP", "image/webp"),
            Signature.exact("\u0089PNG\r\n\u001a\n", "image/png"),
            Signature.exact("\u00ff\u00d8\u00ff", "image/jpeg"),
            Signature.exact("FORM....AIFF", "audio/aiff"),
            Signature.exact("ID3", "audio/mpeg"),
            Signature.exact("OggS\0", "application/ogg"),
            Signature.exact("MThd\0\0\0\6", "audio/midi"),
            Signature.exact("RIFF....AVI ", "video/avi"),
            Signature.exact("RIFF....WAVE", "audio/wave"));

    static final SignatureSet ARCHIVES = new SignatureSet(
            Signature.exact("\u001f\u008b\b", "application/x-gzip"),
            Signature.exact("PK\3\4", "application/zip"),
            Signature.exact("Rar!\u001a\7\0", "application/x-rar-compressed"));

    /** Two letters, 34 bytes into the file, are all that tells an embedded OpenType font. */
    static final SignatureSet FONTS = new SignatureSet(
            Signature.exact(".".repeat(34) + "LP", "application/vnd.ms-fontobject"),
            Signature.exact("\0\1\0\0", "font/ttf"),
            Signature.exact("OTTO", "font/otf"),
            Signature.exact("ttcf", "font/collection"),
            Signature.exact("wOFF", "font/woff"),
            Signature.exact("wOF2", "font/woff2"));

    private SignatureTable() {}
}
