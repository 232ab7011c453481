package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AssetBatchTest {

    @TempDir
    Path folder;

    private AssetHandler handler;

    @BeforeEach
    void list() throws IOException {
        Files.writeString(folder.resolve("on disk.txt"), "disk");
        Files.write(folder.resolve("half.bin"), new byte[AssetBatch.MAX_BYTES / 2 + 1]);
        Files.writeString(folder.resolve("gone.txt"), "gone");
        Map<String, byte[]> memory = Map.of("a&b.json", "{}".getBytes(UTF_8), "empty.css", new byte[0]);
        handler = AssetHandler.of(
                AssetSource.overlay(AssetSource.memory(memory), AssetSource.directory(folder)), policy -> {});
        Files.delete(folder.resolve("gone.txt"));
    }

    private WebResponse ask(String method, String target) {
        List<WebResponse> responses = new ArrayList<>();
        handler.handle(new WebRequest(method, target, name -> null), Runnable::run, responses::add);
        assertThat(responses).hasSize(1);
        return responses.get(0);
    }

    private String etag(String target) {
        WebResponse response = ask("GET", target);
        response.body().close();
        return response.headers().get("ETag");
    }

    private String body(String target) throws IOException {
        WebResponse response = ask("GET", target);
        assertThat(response.status()).isEqualTo(200);
        byte[] body = Bodies.read(response.body());
        assertThat(response.headers())
                .containsEntry("Content-Length", Integer.toString(body.length))
                .containsEntry("Content-Type", "application/octet-stream")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Cache-Control", "no-store");
        return new String(body, ISO_8859_1);
    }

    @Test
    void putsPartsTogetherInTheirOrder() throws IOException {
        String body = body("/gyre/assets?/on%20disk.txt&/empty.css&/a%26b.json");

        assertThat(body)
                .isEqualTo("200 4 " + etag("/on%20disk.txt") + " text/plain; charset=utf-8\n" + "200 0 "
                        + etag("/empty.css") + " text/css; charset=utf-8\n" + "200 2 " + etag("/a%26b.json")
                        + " application/json; charset=utf-8\n" + "disk{}");
    }

    @Test
    void tellsOfEachPartThatIsNotThere() throws IOException {
        assertThat(body("/gyre/assets?/none&/../etc/passwd&&none&/gone.txt&/gyre/assets?/a%26b.json&/%2e%2e/x"))
                .isEqualTo("404 0 - -\n".repeat(7));
    }

    @Test
    void leavesOutWhatHasNoRoom() throws IOException {
        String body = body("/gyre/assets?/half.bin&/half.bin&/on%20disk.txt");

        assertThat(body.lines().limit(3).map(line -> line.substring(0, 4))).containsExactly("200 ", "413 ", "200 ");
        assertThat(body).endsWith("disk").hasSizeLessThan(AssetBatch.MAX_BYTES);
    }

    @Test
    void takesNoMoreThanItsLimitOfParts() throws IOException {
        assertThat(body(many(AssetBatch.MAX_PARTS))).hasLineCount(AssetBatch.MAX_PARTS);
        assertThat(ask("GET", many(AssetBatch.MAX_PARTS + 1)).status()).isEqualTo(400);
    }

    private static String many(int count) {
        return IntStream.range(0, count).mapToObj(i -> "/" + i).collect(Collectors.joining("&", "/gyre/assets?", ""));
    }

    @Test
    void answersHeadWithTheFieldsOfGetAndNoOtherMethod() throws IOException {
        WebResponse head = ask("HEAD", "/gyre/assets?/a%26b.json");

        assertThat(head.body().length()).isZero();
        assertThat(head.headers())
                .isEqualTo(ask("GET", "/gyre/assets?/a%26b.json").headers());
        assertThat(ask("POST", "/gyre/assets?/a%26b.json").status()).isEqualTo(405);
        assertThat(ask("GET", "/gyre/assets").status()).isEqualTo(404);
    }

    @Test
    void readsNoFileOnTheThreadOfTheCaller() {
        Queue<Runnable> io = new ArrayDeque<>();
        List<WebResponse> responses = new ArrayList<>();

        handler.handle(new WebRequest("GET", "/gyre/assets?/on%20disk.txt", name -> null), io::add, responses::add);
        assertThat(responses).isEmpty();
        io.remove().run();

        assertThat(io).isEmpty();
        assertThat(responses).hasSize(1);
    }
}
