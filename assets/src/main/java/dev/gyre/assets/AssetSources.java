package dev.gyre.assets;

import java.util.List;
import java.util.stream.Stream;

/** What sources share. */
final class AssetSources {

    /** A page of more files than this is a wrong folder (the home directory, the root): refused before it fills the heap. */
    static final int MAX_FILES = 500_000;

    private AssetSources() {}

    /** A folder's name without its outer slashes. */
    static String folder(String name) {
        int start = 0;
        int end = name.length();
        while (start < end && name.charAt(start) == '/') {
            start++;
        }
        while (end > start && name.charAt(end - 1) == '/') {
            end--;
        }
        return name.substring(start, end);
    }

    /** The class loader of the calling thread, or else that of the application. */
    static ClassLoader contextLoader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null ? context : ClassLoader.getSystemClassLoader();
    }

    static AssetSource overlay(AssetSource first, List<AssetSource> others) {
        return new OverlaySource(
                Stream.concat(Stream.of(first), others.stream()).toList());
    }

    /** Whether a path below a root may be listed: no dot files, nothing that no request can name. */
    static boolean isListed(String path) {
        return !path.contains("/.") && AssetPath.isServable(path);
    }

    static void requireRoom(int files, Object root) {
        if (files >= MAX_FILES) {
            throw new AssetException("files under " + root + ": more than " + MAX_FILES + " (expected: at most "
                    + MAX_FILES + "; is it the right folder?)");
        }
    }
}
