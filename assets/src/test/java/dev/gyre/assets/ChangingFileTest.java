package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A complete response is one state of a file from its first byte to its last, or it is not complete. */
final class ChangingFileTest {

    /** More than the socket buffers of both sides hold, so that the server is still reading when the file changes. */
    private static final int LARGE = 40_000_000;

    @TempDir
    Path folder;

    private AssetServer server;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        file = Files.write(folder.resolve("file.bin"), filled(LARGE, 'a'));
        server = AssetServer.start(options -> options.source(AssetSource.directory(folder)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] filled(int size, char letter) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) letter);
        return bytes;
    }

    private enum Change {
        TRUNCATE,
        OVERWRITE,
        GROW
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUNCATE", "OVERWRITE", "GROW"})
    void abortsWhenAFileIsWrittenToWhileItIsServed(String name) throws IOException {
        try (Wire wire = new Wire(server.port())) {
            wire.send(Wire.get(server.port(), "/file.bin"));
            byte[] begin = wire.input().readNBytes(1_000);

            change(Change.valueOf(name));
            int received = begin.length + wire.readToEnd().length();

            assertThat(received).isLessThan(LARGE);
            assertThat(server.abortedResponses()).isEqualTo(1);
        }
    }

    private void change(Change change) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            switch (change) {
                case TRUNCATE -> channel.truncate(10);
                case OVERWRITE -> channel.write(ByteBuffer.wrap(filled(1_000, 'b')), LARGE - 1_000);
                case GROW -> channel.write(ByteBuffer.wrap(filled(1_000, 'b')), LARGE);
            }
        }
    }

    @Test
    void countsNoResponseThatItsClientGaveUp() throws IOException {
        try (Wire wire = new Wire(server.port())) {
            wire.send(Wire.get(server.port(), "/file.bin"));
            assertThat(wire.input().read()).isEqualTo('H');
        }

        Await.until(() -> server.connections() == 0);
        assertThat(server.abortedResponses()).isZero();
    }

    @Test
    void deliversTheOldFileWholeWhenItIsReplaced() throws IOException {
        try (Wire wire = new Wire(server.port())) {
            wire.send(Wire.get(server.port(), "/file.bin"));
            int first = wire.input().read();

            Path other = Files.write(folder.resolve("other"), filled(500, 'b'));
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

            assertThat(first).isEqualTo('H');
            // One letter of the status line was read above; the head has no 'b' in a run of its own.
            String rest = wire.send(Wire.get(server.port(), "/file.bin", "Connection: close"))
                    .readToEnd();
            assertThat(rest.chars().filter(c -> c == 'a').count()).isGreaterThanOrEqualTo(LARGE);
            assertThat(rest).endsWith("b".repeat(500)).doesNotContain("b".repeat(501));
            assertThat(server.abortedResponses()).isZero();
        }
    }

    @Test
    void deliversTheOldFileWholeWhenItIsDeleted() throws IOException {
        try (Wire wire = new Wire(server.port())) {
            wire.send(Wire.get(server.port(), "/file.bin", "Connection: close"));
            int first = wire.input().read();

            Files.delete(file);

            assertThat(first).isEqualTo('H');
            assertThat(wire.readToEnd()).endsWith("a".repeat(1_000)).hasSizeGreaterThan(LARGE);
        }
    }

    /** Who has opened it may read on; who comes later may not, unless it is the system's administrator. */
    @Test
    void deliversTheWholeWhenItIsMadeUnreadable() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "not run: no POSIX system");
        try (Wire wire = new Wire(server.port())) {
            wire.send(Wire.get(server.port(), "/file.bin", "Connection: close"));
            int first = wire.input().read();

            Files.setPosixFilePermissions(file, Set.of());
            int later = status("/file.bin", "Range: bytes=0-0");

            assertThat(first).isEqualTo('H');
            assertThat(wire.readToEnd()).endsWith("a".repeat(1_000)).hasSizeGreaterThan(LARGE);
            assertThat(later).isEqualTo(Files.isReadable(file) ? 206 : 503);
            assertThat(server.abortedResponses()).isZero();
        }
    }

    private int status(String target, String... fields) throws IOException {
        return Wire.ask(server.port(), Wire.get(server.port(), target, fields)).status();
    }

    @Test
    void servesNothingElseThatTakesItsPlace() throws Exception {
        Files.delete(file);
        assertThat(status("/file.bin")).isEqualTo(404);

        Files.createDirectory(file);
        assertThat(status("/file.bin")).isEqualTo(503);

        Files.delete(file);
        Path other = Files.writeString(folder.resolve("other"), "other");
        Files.createSymbolicLink(file, other);
        assertThat(status("/file.bin")).isEqualTo(503);
    }

    /** To open a pipe that nobody writes to would hold the thread for ever. */
    @Test
    void opensNoPipeThatTakesItsPlace() throws Exception {
        Files.delete(file);
        int made = new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
        assumeTrue(made == 0, "not run: no pipes here");

        assertThat(status("/file.bin")).isEqualTo(503);
    }

    @Test
    void neverPutsRangesOfTwoFilesTogether() throws IOException {
        int port = server.port();
        Wire.Reply first = Wire.ask(port, Wire.get(port, "/file.bin", "Range: bytes=0-9"));
        Files.write(file, filled(LARGE, 'b'));

        Wire.Reply second =
                Wire.ask(port, Wire.get(port, "/file.bin", "Range: bytes=10-19", "If-Range: " + first.header("etag")));

        assertThat(first.text()).isEqualTo("a".repeat(10));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(filled(LARGE, 'b'));
    }

    /** The file's clock ticks only every few milliseconds: a write right after another may leave no trace in its time. */
    @Test
    void noticesAWriteThatFollowsAnotherAtOnce() throws IOException {
        Path small = Files.write(folder.resolve("small.txt"), filled(1_000, 'a'));
        FileContent content = new FileContent(small.toRealPath(), FileStamp.of(small), null);
        for (int i = 0; i < 10; i++) {
            Files.write(small, filled(1_000, 'a'));
            try (AssetBody body = content.open().body(0, 1_000)) {
                assertThat(body.read(ByteBuffer.allocate(500))).isEqualTo(500);

                Files.write(small, filled(1_000, 'b'));

                assertThatThrownBy(() -> body.read(ByteBuffer.allocate(500)))
                        .isInstanceOf(IOException.class)
                        .hasMessage("file was written to while it was read");
            }
        }
    }
}
