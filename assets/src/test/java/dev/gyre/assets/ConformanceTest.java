package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Cases that other projects wrote, from the folder that the system property {@code gyre.conformance} names. */
final class ConformanceTest {

    private static JsonNode cases(String name) throws IOException {
        String folder = System.getProperty("gyre.conformance", "");
        assumeTrue(!folder.isEmpty(), "not run: -Dgyre.conformance names no folder of conformance cases");
        JsonNode cases = new ObjectMapper().readTree(Path.of(folder, name).toFile());
        assertThat(cases.size()).isPositive();
        return cases;
    }

    @Test
    void readsRangesAsGoDoes() throws IOException {
        for (JsonNode each : cases("go-parse-range.json")) {
            List<ByteRange> expected = new ArrayList<>();
            each.get("ranges_start_length")
                    .forEach(range -> expected.add(
                            new ByteRange(range.get(0).asLong(), range.get(1).asLong())));

            assertThat(ByteRanges.parse(
                                    each.get("range").asText(),
                                    each.get("length").asLong())
                            .parts())
                    .as(each.toString())
                    .isEqualTo(expected);
        }
    }

    @Test
    void answersRangesAsGoDoes() throws IOException {
        for (JsonNode each : cases("go-servefile-range.json")) {
            JsonNode ranges = each.get("ranges_start_endExclusive");

            WebResponse response = ask(
                    "0123456789a".substring(0, each.get("fileLen").asInt()),
                    each.get("range").asText());

            assertThat(response.status())
                    .as(each.toString())
                    .isEqualTo(each.get("code").asInt());
            String body = new String(Bodies.read(response.body()), ISO_8859_1);
            for (JsonNode range : ranges) {
                int start = range.get(0).asInt();
                int end = range.get(1).asInt();
                String contentRange = "bytes " + start + "-" + (end - 1) + "/" + each.get("fileLen");
                String part = "0123456789a".substring(start, end);
                if (ranges.size() == 1) {
                    assertThat(response.headers()).containsEntry("Content-Range", contentRange);
                    assertThat(body).isEqualTo(part);
                } else {
                    assertThat(body).contains("Content-Range: " + contentRange + "\r\n\r\n" + part + "\r\n--");
                }
            }
        }
    }

    /** Go answers a suffix of no bytes with an empty 206; RFC 9110, section 14.1.2, calls it unsatisfiable. */
    @Test
    void answersSuffixesAsGoDoes() throws IOException {
        for (JsonNode each : cases("go-suffix-range.json")) {
            int expected = each.get("range").asText().equals("bytes=-0")
                    ? 416
                    : each.get("code").asInt();

            WebResponse response =
                    ask("index.html says hello\n", each.get("range").asText());

            assertThat(response.status()).as(each.toString()).isEqualTo(expected);
            if (expected != 416) {
                assertThat(response.body().length())
                        .as(each.toString())
                        .isEqualTo(each.get("body").asText().length());
            }
        }
    }

    private static WebResponse ask(String content, String range) {
        AssetHandler handler =
                AssetHandler.of(AssetSource.memory(Map.of("file", content.getBytes(UTF_8))), policy -> {});
        List<WebResponse> responses = new ArrayList<>();
        Map<String, String> headers = Map.of("range", range);
        handler.handle(new WebRequest("GET", "/file", headers::get), Runnable::run, responses::add);
        return responses.get(0);
    }

    @Test
    void scansEntityTagsAsGoDoes() throws IOException {
        for (JsonNode each : cases("go-scan-etag.json")) {
            String expected = each.get("etag").asText();
            List<String> tags = EntityTags.scan(each.get("in").asText());

            if (expected.isEmpty()) {
                assertThat(tags).as(each.toString()).isEmpty();
            } else {
                assertThat(tags.get(0)).isEqualTo(expected);
            }
        }
    }

    /**
     * Where Go and the standard of the web differ, the standard holds: it knows no WebAssembly and no archive of RAR 5, and
     * what it does not know is bytes.
     */
    @Test
    void sniffsAsGoDoesWhereTheStandardDoes() throws IOException {
        Set<String> notInTheStandard = Set.of("wasm sample", "RAR v5+");
        for (JsonNode each : cases("go-sniff.json")) {
            String expected = notInTheStandard.contains(each.get("desc").asText())
                    ? "application/octet-stream"
                    : each.get("contentType").asText();
            byte[] data = each.get("data_b64").binaryValue();

            assertThat(Sniffer.sniff(data, data.length, Scripts.ALLOWED))
                    .as(each.toString())
                    .isEqualTo(expected);
        }
    }

    /** The standard gives text no charset; we announce the one that we take it to be. */
    @Test
    void sniffsUnknownContentAsBrowsersDo() throws IOException {
        for (JsonNode each : cases("unknown-mime-types.json")) {
            byte[] data = HexFormat.of().parseHex(each.get("payload").asText().replace(" ", ""));
            String sniffed = Sniffer.sniff(data, data.length, Scripts.ALLOWED);

            assertThat(sniffed.replace("; charset=utf-8", ""))
                    .as(each.toString())
                    .isEqualTo(each.get("expected_mime_type").asText());
        }
    }

    /** Cases without an object are headings. */
    @Test
    void readsMediaTypesAsBrowsersDo() throws IOException {
        for (JsonNode each : cases("mime-types.json")) {
            if (each.isObject()) {
                MediaType actual = MediaType.parse(each.get("input").asText());
                String expected =
                        each.get("output").isNull() ? null : each.get("output").asText();

                assertThat(actual == null ? null : actual.toString())
                        .as(each.toString())
                        .isEqualTo(expected);
            }
        }
    }
}
