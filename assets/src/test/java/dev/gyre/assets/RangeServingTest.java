package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever ranges are asked for, and whatever the file comes from, what is delivered are its bytes. */
final class RangeServingTest {

    @TempDir
    Path folder;

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static WebResponse get(AssetHandler handler, String target, Map<String, String> fields) {
        List<WebResponse> responses = new ArrayList<>();
        handler.handle(new WebRequest("GET", target, fields::get), Runnable::run, responses::add);
        return responses.get(0);
    }

    private static AssetHandler memory(byte[] bytes) {
        return AssetHandler.of(AssetSource.memory(Map.of("file.dat", bytes)), policy -> {});
    }

    private AssetHandler directory(byte[] bytes) throws IOException {
        Files.write(folder.resolve("file.dat"), bytes);
        return AssetHandler.of(AssetSource.directory(folder), policy -> {});
    }

    /** What the answer holds, by the file's own positions. */
    private static List<MultipartReader.Part> parts(WebResponse response) throws IOException {
        byte[] body = Bodies.read(response.body());
        assertThat(response.headers()).containsEntry("Content-Length", Integer.toString(body.length));
        String range = response.headers().get("Content-Range");
        if (response.status() == 200) {
            return List.of(new MultipartReader.Part(0, body, body.length));
        }
        assertThat(response.status()).isEqualTo(206);
        if (range == null) {
            return MultipartReader.read(response.headers().get("Content-Type"), body);
        }
        String[] words = range.split("[ /-]", -1);
        return List.of(new MultipartReader.Part(Long.parseLong(words[1]), body, Long.parseLong(words[3])));
    }

    private static void requireBytes(byte[] file, List<MultipartReader.Part> parts) {
        for (MultipartReader.Part part : parts) {
            int start = (int) part.start();
            assertThat(part.size()).isEqualTo(file.length);
            assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(file, start, start + part.bytes().length));
        }
    }

    @Test
    void servesEveryRangeOfASmallFile() throws Exception {
        for (int size : new int[] {1, 2, 3, 12}) {
            byte[] file = content(size);
            AssetHandler handler = memory(file);
            for (int first = 0; first < size; first++) {
                for (int last = first; last <= size; last++) {
                    WebResponse response = get(handler, "/file.dat", Map.of("range", "bytes=" + first + "-" + last));

                    int end = Math.min(last + 1, size);
                    assertThat(Bodies.read(response.body())).isEqualTo(Arrays.copyOfRange(file, first, end));
                    assertThat(response.headers())
                            .containsEntry("Content-Range", "bytes " + first + "-" + (end - 1) + "/" + size);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 511, 512, 513, 65_535, 65_536, 65_537, 131_072, 300_000})
    void deliversTheBytesOfAnySequenceOfRanges(int size) throws Exception {
        byte[] file = content(size);
        List<AssetHandler> handlers = List.of(memory(file), directory(file));
        Random random = new Random(size);
        for (int i = 0; i < 60; i++) {
            String field = randomRanges(random, size);
            for (AssetHandler handler : handlers) {
                WebResponse response = get(handler, "/file.dat", Map.of("range", field));

                long length = response.body().length();
                assertThat(length).isLessThanOrEqualTo(Math.max(2L * size, 1024));
                if (response.status() == 416) {
                    response.body().close();
                } else {
                    requireBytes(file, parts(response));
                }
            }
        }
    }

    private static String randomRanges(Random random, int size) {
        return IntStream.range(0, 1 + random.nextInt(20))
                .mapToObj(i -> randomRange(random, size))
                .collect(Collectors.joining(",", "bytes=", ""));
    }

    private static String randomRange(Random random, int size) {
        int first = random.nextInt(size + 1);
        int length = 1 + (int) (size * Math.pow(random.nextDouble(), 6));
        return switch (random.nextInt(8)) {
            case 0 -> first + "-";
            case 1 -> "-" + length;
            case 2 -> Math.max(0, size - 1) + "-" + size;
            default -> first + "-" + (first + length - 1);
        };
    }

    /** Ranges that tile the file, in any order, give it back. */
    @ParameterizedTest
    @ValueSource(ints = {16, 5_000, 200_001})
    void deliversTheWholeInPieces(int size) throws Exception {
        byte[] file = content(size);
        for (AssetHandler handler : List.of(memory(file), directory(file))) {
            for (int count = 2; count <= 16; count++) {
                int pieces = count;
                List<String> ranges = IntStream.range(0, pieces)
                        .mapToObj(i -> (long) size * i / pieces + "-" + ((long) size * (i + 1) / pieces - 1))
                        .collect(Collectors.toCollection(ArrayList::new));
                java.util.Collections.shuffle(ranges, new Random(count));

                WebResponse response = get(handler, "/file.dat", Map.of("range", "bytes=" + String.join(",", ranges)));

                byte[] joined = new byte[size];
                for (MultipartReader.Part part : parts(response)) {
                    System.arraycopy(part.bytes(), 0, joined, (int) part.start(), part.bytes().length);
                }
                assertThat(joined).isEqualTo(file);
            }
        }
    }

    /** P11: at most sixteen ranges, and never more than twice the file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-,0-",
                "bytes=0-,1-,2-,3-,4-",
                "bytes=-9999,-9999,-9999",
                "bytes=0-6000,4000-9999",
                "bytes=0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0"
            })
    void servesTheWholeToWhoAsksForTooMuch(String field) throws Exception {
        byte[] file = content(10_000);

        WebResponse response = get(memory(file), "/file.dat", Map.of("range", field));

        assertThat(response.status()).isEqualTo(200);
        assertThat(Bodies.read(response.body())).isEqualTo(file);
    }

    @Test
    void framesSeveralRangesUnderABoundaryOfTheirOwn() throws Exception {
        AssetHandler handler = memory(content(10_000));
        Set<String> boundaries = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            WebResponse response = get(handler, "/file.dat", Map.of("range", "bytes=0-9,100-109"));
            assertThat(parts(response)).hasSize(2);
            assertThat(response.headers())
                    .doesNotContainKey("Content-Range")
                    .containsEntry("X-Content-Type-Options", "nosniff");
            boundaries.add(MultipartReader.boundary(response.headers().get("Content-Type")));
        }

        assertThat(boundaries).hasSize(50);
    }

    @Test
    void readsPartsFromMemoryWithoutIo() {
        byte[] file = content(100_000);
        WebResponse memory = get(memory(file), "/file.dat", Map.of("range", "bytes=0-9,100-109"));

        assertThat(memory.body().isInMemory()).isTrue();
    }

    @Test
    void failsBeforeTheLastByteIfTheFileChangesBetweenParts() throws Exception {
        AssetHandler handler = directory(content(1_200_000));
        WebResponse response = get(handler, "/file.dat", Map.of("range", "bytes=0-99,1000-1199999"));
        AssetBody body = response.body();
        body.read(ByteBuffer.allocate(300));

        Files.write(folder.resolve("file.dat"), new byte[] {1}, StandardOpenOption.APPEND);

        assertThatThrownBy(() -> Bodies.read(body))
                .isInstanceOf(IOException.class)
                .hasMessage("file was written to while it was read");
        body.close();
    }

    /** An entry of a jar is a stream: several ranges of it are the whole, and one is one. */
    @Test
    void servesSeveralRangesOfAStreamAsTheWhole() throws Exception {
        byte[] file = content(1_400_000);
        Path jar = folder.resolve("a.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (String name : List.of("META-INF/MANIFEST.MF", "web/file.dat")) {
                entries.putNextEntry(new JarEntry(name));
                entries.write(name.startsWith("web") ? file : new byte[0]);
            }
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            AssetHandler handler = AssetHandler.of(AssetSource.classpath("web", loader), policy -> {});

            WebResponse several = get(handler, "/file.dat", Map.of("range", "bytes=0-9,100-109"));
            WebResponse one = get(handler, "/file.dat", Map.of("range", "bytes=1399990-"));

            assertThat(several.status()).isEqualTo(200);
            assertThat(Bodies.read(several.body())).isEqualTo(file);
            requireBytes(file, parts(one));
        }
    }

    @Test
    void deliversPartsOverASocket() throws Exception {
        byte[] file = content(3_000_000);
        Files.write(folder.resolve("file.dat"), file);
        Map<String, String> wanted = new HashMap<>();
        wanted.put("bytes=0-1499999,1500000-", "two halves");
        wanted.put("bytes=2999999-,0-0,65535-65536,1000000-2000000", "edges");
        try (AssetServer server = AssetServer.start(options -> options.source(AssetSource.directory(folder)));
                Wire wire = new Wire(server.port())) {
            for (String range : wanted.keySet()) {
                Wire.Reply reply = wire.send(Wire.get(server.port(), "/file.dat", "Range: " + range))
                        .read();

                assertThat(reply.status()).isEqualTo(206);
                requireBytes(file, MultipartReader.read(reply.header("content-type"), reply.body()));
            }
        }
    }
}
