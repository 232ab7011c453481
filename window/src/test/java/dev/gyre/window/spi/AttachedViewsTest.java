package dev.gyre.window.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.window.kit.Log;
import org.junit.jupiter.api.Test;

/** What an application attaches, until its windows are opened. */
class AttachedViewsTest {

    private final AttachedViews<Integer> views = new AttachedViews<>("number");

    @Test
    void aViewIsGivenAwayOnce() {
        views.attach("one", 1);
        views.attach("two", 2);

        assertThat(views.windows()).containsExactlyInAnyOrder("one", "two");
        assertThat(views.take("one")).isEqualTo(1);
        assertThat(views.take("one")).isNull();
        assertThat(views.windows()).containsExactly("two");
        views.attach("one", 1);
        assertThat(views.take("one")).isEqualTo(1);
    }

    @Test
    void whatCannotBeAttachedIsRefusedAndChangesNothing() {
        views.attach("one", 1);

        assertThatThrownBy(() -> views.attach(" ", 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("window: \" \" (expected: a name)");
        assertThatThrownBy(() -> views.attach("two", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("number: attached already (expected: one window alone)");
        assertThatThrownBy(() -> views.attach("one", 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("window: \"one\" (expected: one that no number is attached for yet)");
        views.close();
        assertThatThrownBy(() -> views.attach("two", 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("attach: window \"two\" (expected: an application that is not closed)");

        assertThat(views.windows()).containsExactly("one");
        assertThat(views.take("one")).isEqualTo(1);
    }

    @Test
    void whatNoWindowHasHadIsLogged() throws InterruptedException {
        try (Log log = Log.of(AttachedViews.class.getName())) {
            views.logUnused();
            assertThat(log.waiting()).isZero();

            views.attach("one", 1);
            views.logUnused();
            assertThat(log.next().text()).isEqualTo("attached for windows that were never opened: [one]");
        }
    }
}
