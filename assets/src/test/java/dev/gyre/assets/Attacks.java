package dev.gyre.assets;

import java.util.List;
import java.util.stream.Stream;

/** Spellings by which others have stepped out of their root. */
final class Attacks {

    /** How {@code ../} has been written. */
    private static final List<String> STEPS = List.of(
            "../",
            "..%2f",
            "..%2F",
            "%2e%2e/",
            "%2E%2E/",
            "%2e%2e%2f",
            "%2e./",
            ".%2e/",
            ".%2E%2f",
            "..\\",
            "..%5c",
            "..%5C",
            "%2e%2e\\",
            "%2e%2e%5c",
            ".%2e\\",
            "%2e.%5c",
            "..%252f",
            "%252e%252e/",
            "%252e%252e%252f",
            "..%255c",
            "%252e%252e%255c",
            "%25252e%25252e/",
            "..%c0%af",
            "%c0%ae%c0%ae/",
            "%c0%ae%c0%ae%c0%af",
            "..%c1%9c",
            "..%e0%80%af",
            "%e0%80%ae%e0%80%ae/",
            "..%f0%80%80%af",
            "%uff0e%uff0e/",
            "..%u2215",
            "%u002e%u002e/",
            "%u002e%u002e%u002f",
            "%ef%bc%8e%ef%bc%8e/",
            "..%ef%bc%8f",
            "..%e2%88%95",
            "..;/",
            "..%3b/",
            ".../",
            "..../",
            "....//",
            "..%00/",
            "..%0d/",
            "..%0a/",
            "..%09/",
            ".. /",
            "..%20/",
            ". ./",
            "././../",
            "a/../../",
            "//../",
            "/%2e%2e//",
            ".%00./",
            "%%32%65%%32%65/",
            "%2%65%2%65/",
            "..%2f..%5c",
            "@fs/../",
            "~/../");

    /** Each step once, four times, and behind a folder that is there. */
    static final List<String> TRAVERSALS = STEPS.stream()
            .flatMap(step -> Stream.of(
                    "/" + step + "secret.txt",
                    "/" + step.repeat(4) + "secret.txt",
                    "/docs/" + step + step + "secret.txt",
                    "/docs/" + step + "../sibling/secret.txt"))
            .toList();

    private Attacks() {}
}
