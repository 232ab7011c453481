package dev.gyre.ipc.bindgen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a file only if that changes it, so that what watches it is not woken for nothing. */
final class OutputFile {

    private OutputFile() {}

    /** Whether the file was written. Folders above it are made. */
    static boolean write(Path file, String text) {
        try {
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            if (Files.isRegularFile(file) && java.util.Arrays.equals(Files.readAllBytes(file), content)) {
                return false;
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, content);
            return true;
        } catch (IOException e) {
            throw new BindgenException("out: " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
