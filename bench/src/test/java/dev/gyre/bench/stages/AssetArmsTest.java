package dev.gyre.bench.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each benchmark compares its arms in its setup, and fails there where they differ. */
final class AssetArmsTest {

    @ParameterizedTest
    @CsvSource({
        "directory, hit", "directory, miss", "directory, no extension", "directory, folder", "directory, deep",
        "jar, hit", "jar, miss", "jar, no extension", "jar, folder", "jar, deep"
    })
    void armsOfStage13FindTheSame(String place, String ask) throws IOException {
        Stage13Index stage = new Stage13Index();
        stage.place = place;
        stage.files = 10;
        stage.ask = ask;

        stage.lay();

        assertThat(stage.gyreString()).isSameAs(stage.gyre());
        stage.clear();
    }

    @Test
    void armsOfStage11ReadTheSameAndOnlyTheNaiveHoldsItsLoop() throws IOException {
        Stage11Files stage = new Stage11Files();
        stage.clients = 4;
        stage.kib = 256;
        FileCounters naive = new FileCounters();
        FileCounters gyre = new FileCounters();
        stage.start();

        stage.begin();
        stage.naive();
        stage.naiveLeaving();
        stage.count(naive);
        stage.begin();
        stage.gyre();
        stage.gyreLeaving();
        stage.count(gyre);
        stage.stop();

        assertThat(naive.loopHeldPercent()).isGreaterThan(10);
        assertThat(gyre.loopHeldPercent()).isZero();
        assertThat(gyre.readsAfterCancel()).isZero();
    }

    @Test
    void armsOfStage12GetTheSameAssets() {
        Stage12Assets stage = new Stage12Assets();
        DeliveryCounters naive = new DeliveryCounters();
        DeliveryCounters gyre = new DeliveryCounters();
        stage.start();

        stage.begin();
        stage.naive();
        stage.count(naive);
        stage.begin();
        stage.gyre();
        stage.count(gyre);
        stage.stop();

        assertThat(naive.deliveriesPerThousand()).isEqualTo(1_000);
        assertThat(gyre.deliveriesPerThousand()).isEqualTo(8);
    }

    @Test
    void armsOfStage22AnswerTheSame() {
        Stage22Serving stage = new Stage22Serving();
        stage.path = "/uplot/1.6.30/dist/uPlot.min.css";
        stage.start();

        stage.naive();
        stage.gyre();

        stage.stop();
    }
}
