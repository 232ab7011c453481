package dev.gyre.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompletenessTest {

    private static final List<String> ALL = List.of("a.One.gyre", "a.One.naive", "a.One.peerOther", "a.Two.gyre");

    @Test
    void nothingIsMissingWhenEveryMethodOfAClassHasAsManyCases() {
        List<String> finished = List.of(
                "a.One.gyre",
                "a.One.gyre",
                "a.One.naive",
                "a.One.naive",
                "a.One.peerOther",
                "a.One.peerOther",
                "a.Two.gyre");

        assertThat(Completeness.missing(ALL, finished)).isEmpty();
    }

    @Test
    void oneWithFewerCasesIsMissing() {
        List<String> finished =
                List.of("a.One.gyre", "a.One.gyre", "a.One.naive", "a.One.naive", "a.One.peerOther", "a.Two.gyre");

        assertThat(Completeness.missing(ALL, finished)).containsExactly("a.One.peerOther");
    }

    @Test
    void oneWithoutAnyIsMissing() {
        assertThat(Completeness.missing(ALL, List.of("a.One.gyre", "a.One.naive", "a.One.peerOther")))
                .containsExactly("a.Two.gyre");
    }
}
