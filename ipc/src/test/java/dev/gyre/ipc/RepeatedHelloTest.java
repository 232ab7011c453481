package dev.gyre.ipc;

import static dev.gyre.ipc.Capabilities.hears;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.event.EventType;
import dev.gyre.event.Verdict;
import dev.gyre.ipc.PageState.Change;
import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.PageLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A page whose connection is lost before its welcome says its hello again; nobody else can. */
class RepeatedHelloTest {

    private static final EventType<Integer> TICK = EventType.of("clock.tick", Integer.class);
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([\\w-]+)\"");
    private static final Pattern TICKS = Pattern.compile("\\[10,\"clock.tick\",(\\d+)]");

    private final World world = World.of();
    private final PageWindow window = world.window(hears("clock.*"));
    private final String code = window.code();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void findsTheSessionThatItBegan() {
        List<Change> told = new ArrayList<>();
        world.bus.hook(PageState.TYPE, state -> {
            told.add(state.change());
            return Verdict.PASS;
        });
        Connection unheard = new Connection().hello(code, "key");
        PageSession session = window.session().orElseThrow();
        unheard.link.lost();

        Connection again = new Connection().hello(code, "key");

        assertThat(again.reason).isNull();
        assertThat(again.welcome()).contains("\"session\":" + session.id() + ",", "\"generation\":1,");
        assertThat(window.session()).contains(session);
        assertThat(session.isConnected()).isTrue();
        assertThat(told).containsExactly(Change.OPENED, Change.LOST, Change.RESUMED);
        assertThat(world.ipc.refusedConnections()).isZero();
    }

    @Test
    void losesNoEventThatWaited() {
        world.bus.publish(TICK, 1);
        World.eventually(() -> window.live() != null && window.live().account().waiting() == 1);
        new Connection().hello(code, "key").link.lost();
        world.bus.publish(TICK, 2);

        Connection again = new Connection().hello(code, "key");
        again.receive("[16,[11,1,\"clock.*\"],[13]]");

        World.eventually(() -> {
            again.link.drain();
            return again.ticks().size() == 2;
        });
        assertThat(again.ticks()).containsExactly("1", "2");
    }

    @Test
    void takesTheConnectionThatIsNotKnownToBeLost() {
        Connection halfOpen = new Connection().hello(code, "key");

        Connection again = new Connection().hello(code, "key");

        assertThat(halfOpen.reason).isEqualTo(CloseReason.REPLACED);
        assertThat(again.reason).isNull();
        halfOpen.link.lost();
        assertThat(window.session().orElseThrow().isConnected()).isTrue();
    }

    @Test
    void getsTheOneCodeForAReload() {
        Connection unheard = new Connection().hello(code, "key");
        Connection again = new Connection().hello(code, "key");

        assertThat(new Connection().hello(unheard.next(), "other").reason).isEqualTo(CloseReason.CODE_REFUSED);
        assertThat(new Connection().hello(again.next(), "other").welcome()).contains("\"generation\":2,");
    }

    @Test
    void isRefusedToWhoeverDoesNotKnowTheKey() {
        new Connection().hello(code, "key").link.lost();

        assertThat(new Connection().hello(code, "kez").reason).isEqualTo(CloseReason.CODE_USED);
        assertThat(new Connection().receive("[0,1,\"" + code + "\"]").reason).isEqualTo(CloseReason.CODE_USED);
        assertThat(new Connection().hello(code, "key").reason).isNull();
    }

    @Test
    void cannotBeSaidAgainByAPageThatMadeUpNoKey() {
        new Connection().receive("[0,1,\"" + code + "\"]").link.lost();

        assertThat(new Connection().receive("[0,1,\"" + code + "\"]").reason).isEqualTo(CloseReason.CODE_USED);
    }

    @Test
    void isRefusedOnceThePageHasSentAnything() {
        Connection page = new Connection().hello(code, "key").receive("[13]");
        page.link.lost();

        assertThat(new Connection().hello(code, "key").reason).isEqualTo(CloseReason.CODE_USED);
        assertThat(window.session()).isPresent();
    }

    @Test
    void isRefusedOnceAnotherPageTookOver() {
        new Connection().hello(code, "key").link.lost();
        Connection other = new Connection().hello(window.code(), "other");

        assertThat(new Connection().hello(code, "key").reason).isEqualTo(CloseReason.CODE_USED);
        assertThat(other.reason).isNull();
        assertThat(window.session().orElseThrow().isConnected()).isTrue();
    }

    @Test
    void isRefusedAfterTheGraceOfItsSession() {
        new Connection().hello(code, "key").link.lost();

        world.time.advance(Duration.ofSeconds(10));

        assertThat(new Connection().hello(code, "key").reason).isEqualTo(CloseReason.CODE_USED);
        assertThat(window.session()).isEmpty();
    }

    @Test
    void isRefusedByAWindowThatIsClosed() {
        new Connection().hello(code, "key").link.lost();

        window.close();

        assertThat(new Connection().hello(code, "key").reason).isEqualTo(CloseReason.CODE_REFUSED);
    }

    private final class Connection extends Recorder {

        private final PageLink link = world.ipc.connect(this);

        Connection() {
            super(new ArrayList<>());
        }

        Connection hello(String code, String key) {
            return receive("[0,1,\"" + code + "\",\"" + key + "\"]");
        }

        Connection receive(String message) {
            byte[] bytes = message.getBytes(UTF_8);
            link.receive(bytes, 0, bytes.length);
            return this;
        }

        String welcome() {
            return sent.get(0);
        }

        List<String> ticks() {
            return TICKS.matcher(String.join("", sent))
                    .results()
                    .map(tick -> tick.group(1))
                    .toList();
        }

        String next() {
            Matcher next = NEXT.matcher(welcome());
            assertThat(next.find()).isTrue();
            return next.group(1);
        }
    }
}
