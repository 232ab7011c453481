package dev.gyre.assets.packer;

import java.util.Set;

/** Which files are worth a try, by media type: all but those that are compressed already. */
final class Compressible {

    /** Pictures that are not compressed; all others are. */
    private static final Set<String> RAW_IMAGES = Set.of("image/svg+xml", "image/bmp", "image/vnd.microsoft.icon");

    /** Archives, and documents that are archives inside. */
    private static final Set<String> PACKED = Set.of(
            "application/zip",
            "application/gzip",
            "application/x-bzip2",
            "application/x-7z-compressed",
            "application/vnd.rar",
            "application/java-archive",
            "application/epub+zip",
            "application/pdf",
            "application/x-shockwave-flash",
            "font/woff",
            "font/woff2",
            "model/vnd.usdz+zip");

    private Compressible() {}

    /** Sound and film are left alone even where they are raw, for players seek in them by ranges. */
    static boolean isWorthATry(String mediaType) {
        String type = withoutParameters(mediaType);
        if (type.startsWith("image/")) {
            return RAW_IMAGES.contains(type);
        }
        return !type.startsWith("audio/")
                && !type.startsWith("video/")
                && !type.startsWith("application/vnd.openxmlformats-")
                && !type.startsWith("application/vnd.oasis.opendocument.")
                && !PACKED.contains(type);
    }

    static String withoutParameters(String mediaType) {
        int parameters = mediaType.indexOf(';');
        return parameters < 0 ? mediaType : mediaType.substring(0, parameters);
    }
}
