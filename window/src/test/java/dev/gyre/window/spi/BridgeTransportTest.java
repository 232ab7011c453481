package dev.gyre.window.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.PageLink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** A connection over strings whose window's thread runs when a test has it run. */
class BridgeTransportTest {

    private static final String MEGABYTE = "x".repeat(1_000_000);

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<String> page = new ArrayList<>();
    private final BridgeTransport transport = new BridgeTransport(tasks::add, Runnable::run, page::add);
    private final Link link = new Link();

    /** Closes when it refuses, as the runtime's own does. */
    private final class Link implements PageLink {
        private int received;
        private long bytes;
        private int refused;

        @Override
        public void receive(byte[] message, int offset, int length) {
            received++;
            bytes += length;
        }

        @Override
        public void receiveBinary(byte[] message, int offset, int length) {
            throw new AssertionError("binary");
        }

        @Override
        public void refuse(CloseReason reason) {
            refused++;
            transport.close(reason);
        }

        @Override
        public void drain() {}

        @Override
        public void lost() {}

        @Override
        public boolean isProven() {
            return true;
        }

        @Override
        public int messageBytes() {
            return Integer.MAX_VALUE;
        }
    }

    BridgeTransportTest() {
        transport.open(link);
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void flood(String message, int times) {
        for (int sent = 0; sent < times; sent++) {
            transport.receive(message);
        }
    }

    @Test
    void aPageThatSendsTooMuchIsRefusedOnceAfterWhatItHadRoomFor() {
        flood(MEGABYTE, 20);
        runTasks();

        assertThat(link.received).isEqualTo(16);
        assertThat(link.refused).isEqualTo(1);
        assertThat(page).containsExactly("4429 overloaded");
    }

    /** The window's thread may come to that before the runtime's end is there. */
    @Test
    void aPageThatIsRefusedAsItComesIsTold() {
        BridgeTransport late = new BridgeTransport(Runnable::run, Runnable::run, page::add);

        late.close(CloseReason.OVERLOADED);
        late.open(link);
        late.receive("[0]");

        assertThat(page).containsExactly("4429 overloaded");
        assertThat(link.received).isZero();
    }

    @Test
    void whatItSendsAfterwardsCostsNothing() {
        flood(MEGABYTE, 20);
        int before = tasks.size();

        flood("x", 10_000);

        assertThat(tasks).hasSize(before);
    }

    /** However much it sends: a count of what it was refused would come round. */
    @Test
    void aPageThatIsRefusedStaysRefused() {
        flood(MEGABYTE, 17);

        flood(MEGABYTE, 4_500);
        runTasks();
        flood(MEGABYTE, 1);
        runTasks();

        assertThat(link.received).isEqualTo(16);
        assertThat(link.refused).isEqualTo(1);
    }

    @Test
    void emptyMessagesAreBoundedToo() {
        flood("", 100_000);

        assertThat(tasks).hasSizeLessThan(70_000);
        runTasks();
        assertThat(link.refused).isEqualTo(1);
    }

    @Test
    void aPageThatIsReadMaySendAnyAmount() {
        for (int round = 0; round < 100; round++) {
            flood(MEGABYTE, 16);
            runTasks();
        }

        assertThat(link.bytes).isEqualTo(1_600_000_000L);
        assertThat(link.refused).isZero();
    }

    @Test
    void whatAPageSendsWhenItIsOverIsNotRead() {
        transport.lose();
        runTasks();

        transport.receive("late");

        assertThat(tasks).isEmpty();
        assertThat(link.received).isZero();
    }
}
