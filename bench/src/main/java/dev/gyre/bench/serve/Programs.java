package dev.gyre.bench.serve;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What must be installed. */
final class Programs {

    private Programs() {}

    /** Those of the programs that no folder of the PATH has. */
    static List<String> missing() {
        return List.of(Wrk.PROGRAM, Nginx.PROGRAM).stream()
                .filter(program -> !isInstalled(program))
                .toList();
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
