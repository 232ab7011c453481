package dev.gyre.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Promises of the shipped classes under every interleaving of two or three threads that Lincheck's model checker comes to;
 * a failure prints the one that breaks the promise. It assumes a sequentially consistent machine: what rests on weaker
 * accesses is stressed on the real one by {@link OrderTest}, {@link DetourTest}, {@link SoakTest} and others.
 */
class InterleavingTest {

    // Made once: Lincheck rewrites whatever code a case runs, and looks into it.
    private static final EventType<Integer> TYPE = EventType.of("test.checked", Integer.class);
    private static final EventType<Integer> STICKY = TYPE.sticky();
    private static final Scope SCOPE = Scope.of(TYPE);
    private static final LaneOptions OPTIONS = new LaneOptions(2);

    /** How many times as deep as is enough to see each promise broken when its mechanism is taken out. */
    private static final int TIMES = Integer.getInteger("gyre.lincheck.times", 1);

    @BeforeAll
    static void knowsTheMachine() {
        BusFixture.runOnlyIf(
                Runtime.version().feature() < 21, "Lincheck is used on JDK 17 alone; the promises are the same on any");
    }

    /** One lane with one reader, and no threads but those of the case. */
    private static final class Rig {
        final EventType<Integer> type;
        final Row row;
        final LaneRing lane = new LaneRing("lane", OPTIONS, new WorkerSignal());
        final LaneReader reader;
        long joined;
        BusSubscription last = hearing(new ArrayList<>());

        Rig(EventType<Integer> type) {
            this.type = type;
            this.row = new Row(type);
            DispatchTable table = new DispatchTable();
            table.add(row);
            this.reader = new LaneReader(lane, table);
            lane.readers(reader);
        }

        List<Integer> join() {
            List<Integer> heard = new CopyOnWriteArrayList<>();
            Replay replay = row.history == null ? null : new Replay(row.history);
            last = hearing(heard);
            last.number = joined++;
            Target target = new Target(type, last, lane.cursor(), replay);
            row.add(target);
            if (replay != null) {
                lane.owe(0, target);
            }
            return heard;
        }

        PublishResult offer(int number) {
            return lane.offer(0, number);
        }

        void drain(Tenure tenure) {
            int rounds = 0;
            while (reader.poll(tenure) > 0) {
                require(++rounds < 20, "the reader finds no end");
            }
        }
    }

    private static BusSubscription hearing(List<Integer> heard) {
        return new HandlerSubscription(null, SCOPE, Delivery.onWorker(), item -> heard.add((Integer) item));
    }

    /** AssertJ's own code would be explored too. */
    private static void require(boolean fact, String what) {
        if (!fact) {
            throw new AssertionError(what);
        }
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        return thread;
    }

    private static void join(Thread... threads) {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    private static void check(int schedules, Runnable promise) {
        promise.run(); // so that classes are loaded outside
        Lincheck.runConcurrentTest(TIMES * schedules, promise);
    }

    @Test
    void aTenureIsNeverLostAndHeldAtOnce() {
        check(120, () -> {
            Tenure tenure = new Tenure();
            boolean[] held = new boolean[1];
            Thread worker = start(() -> {
                tenure.enter(1);
                held[0] = tenure.isHeld();
            });
            boolean expelled = isInside(tenure) && tenure.claim() && isInside(tenure) && tenure.expel();
            join(worker);

            require(expelled != held[0], "expelled " + expelled + ", held " + held[0]);
            require(tenure.isLost() == expelled, "lost " + tenure.isLost());
        });
    }

    /** The two threads may be in one handler at once here: that its subscription is led around is {@link DetourTest}'s. */
    @Test
    void aThreadThatIsExpelledAnywhereLosesNoCallAndMakesNoneTwice() {
        check(50, () -> {
            Rig rig = new Rig(TYPE);
            List<Integer> one = rig.join();
            List<Integer> two = rig.join();
            rig.offer(1);
            Tenure first = new Tenure();
            Thread worker = start(() -> rig.reader.poll(first));
            if (expel(rig.reader, first)) {
                rig.drain(new Tenure());
            }
            join(worker);
            rig.drain(new Tenure());

            require(one.equals(List.of(1)) && two.equals(one), one + " and " + two);
        });
    }

    /** What {@link Watchdog} does, without its clock. */
    private static boolean expel(LaneReader reader, Tenure tenure) {
        Standing seen = standing(reader, tenure);
        if (seen == null || !tenure.claim()) {
            return false;
        }
        boolean expelled = seen.equals(standing(reader, tenure)) && tenure.expel();
        if (expelled) {
            reader.breakOff(seen.order());
        } else {
            tenure.release();
        }
        return expelled;
    }

    private static Standing standing(LaneReader reader, Tenure tenure) {
        long turn = tenure.turn();
        return turn == Tenure.OUTSIDE ? null : reader.standing(turn);
    }

    private static boolean isInside(Tenure tenure) {
        return tenure.turn() != Tenure.OUTSIDE;
    }

    @Test
    void whoJoinsIsGivenTheStickyValueOnceAndFirst() {
        check(120, () -> {
            Rig rig = new Rig(STICKY);
            Tenure tenure = new Tenure();
            rig.offer(1);
            rig.drain(tenure);
            Thread worker = start(() -> {
                rig.offer(2);
                rig.reader.poll(tenure);
            });
            List<Integer> heard = rig.join();
            join(worker);
            rig.drain(tenure);

            require(heard.equals(List.of(1, 2)) || heard.equals(List.of(2)), "heard " + heard);
        });
    }

    @Test
    void twoPublishersAndAReaderAgreeOnWhatWasAcceptedThoughTheLaneCloses() {
        check(30, () -> {
            Rig rig = new Rig(TYPE);
            List<Integer> heard = rig.join();
            Tenure tenure = new Tenure();
            List<Integer> accepted = Collections.synchronizedList(new ArrayList<>());
            Thread one = start(() -> offer(rig, accepted, 1));
            Thread two = start(() -> offer(rig, accepted, 2));
            rig.reader.poll(tenure);
            rig.lane.close();
            join(one, two);
            long undelivered = rig.lane.undelivered();
            require(heard.size() + undelivered == accepted.size(), heard + " of " + accepted + ", left " + undelivered);
            rig.drain(tenure);

            require(rig.lane.accepted() == accepted.size(), rig.lane + ", but " + accepted);
            require(heard.size() == accepted.size() && heard.containsAll(accepted), heard + " of " + accepted);
            require(rig.reader.isDrained() && rig.lane.undelivered() == 0, rig.lane.toString());
        });
    }

    @Test
    void whoJoinsHearsWhatIsAcceptedLaterAndWhoLeftHearsNothing() {
        check(120, () -> {
            Rig rig = new Rig(TYPE);
            Tenure tenure = new Tenure();
            rig.join();
            BusSubscription stays = rig.last;
            rig.offer(1);
            Thread worker = start(() -> rig.reader.poll(tenure));
            List<Integer> heard = rig.join();
            rig.offer(2);
            rig.row.remove(rig.last);
            rig.offer(3);
            join(worker);
            rig.drain(tenure);

            require(heard.isEmpty() || heard.equals(List.of(2)), "heard " + heard);
            require(stays.delivered() == 3 || rig.lane.rejected() > 0, stays + ", " + rig.lane);
        });
    }

    @Test
    void aOnceHandlerIsCalledOnceThoughItIsClosedMeanwhile() {
        check(20, () -> {
            RingEventBus bus = new RingEventBus(smallest());
            List<Integer> heard = new CopyOnWriteArrayList<>();
            Subscription once = bus.once(TYPE, heard::add);
            bus.tryPublish(TYPE, 1);
            bus.tryPublish(TYPE, 2);
            Tenure tenure = new Tenure();
            Thread worker = start(() -> bus.cycle(0).run(tenure));
            once.close();
            join(worker);

            require(heard.isEmpty() || heard.equals(List.of(1)), "heard " + heard);
            require(once.delivered() == heard.size(), once.toString());
            require(bus.subscriptions().isEmpty(), "it is gone");
        });
    }

    private static EventBusOptions smallest() {
        EventBusOptions options = new EventBusOptions();
        for (String lane : List.of(Lane.WINDOW_MESSAGES, Lane.APPLICATION_EVENTS, Lane.WEBVIEW_REQUESTS)) {
            options.lane(lane, each -> each.capacity(2));
        }
        return options;
    }

    @Test
    void aMailboxThatCoalescesLosesNothingUncountedAndKeepsTheNewest() {
        check(120, () -> {
            BusSubscription account = hearing(new ArrayList<>());
            Mailbox mailbox = new CoalescingMailbox(1, number -> (Integer) number % 2, account);
            List<Object> taken = new ArrayList<>();
            Thread taker = start(() -> take(mailbox, taken));
            mailbox.put(1);
            mailbox.put(3);
            mailbox.put(4);
            join(taker);
            take(mailbox, taken);

            long accounted = taken.size() + account.coalesced() + account.dropped();
            require(accounted == 3 && mailbox.isEmpty(), taken + ", " + account);
            require(taken.get(taken.size() - 1).equals(4), "the newest is there: " + taken);
            require(
                    List.of(1, 3, 4).containsAll(taken)
                            && taken.equals(taken.stream().sorted().toList()),
                    "" + taken);
        });
    }

    @Test
    void aMailboxThatDropsTheOldestCountsItAndKeepsTheOrder() {
        check(40, () -> {
            BusSubscription account = hearing(new ArrayList<>());
            Mailbox mailbox = new Mailbox.QueueMailbox(2, Overflow.DROP_OLDEST, account);
            List<Object> taken = new ArrayList<>();
            Thread taker = start(() -> take(mailbox, taken));
            mailbox.put(1);
            mailbox.put(2);
            mailbox.put(3);
            join(taker);
            take(mailbox, taken);

            require(taken.size() + account.dropped() == 3 && mailbox.isEmpty(), taken + ", " + account);
            require(taken.get(taken.size() - 1).equals(3), "the newest is there: " + taken);
            require(taken.equals(taken.stream().sorted().toList()), "" + taken);
        });
    }

    @Test
    void aDetourIsTakenByOneThreadAtATimeInOrderAndLosesNothing() {
        check(120, () -> {
            List<Integer> heard = new ArrayList<>();
            boolean[] inside = new boolean[2];
            BusSubscription subscription = new HandlerSubscription(null, SCOPE, Delivery.onWorker(), item -> {
                inside[1] |= inside[0];
                inside[0] = true;
                heard.add((Integer) item);
                inside[0] = false;
            });
            Detour detour = new Detour(subscription);
            subscription.leadAround(detour);
            Thread heldUp = start(detour);
            subscription.take(TYPE, 1, new Tenure());
            subscription.take(TYPE, 2, new Tenure());
            join(heldUp);
            require(heard.equals(List.of(1, 2)), "left lying: heard " + heard);
            subscription.take(TYPE, 3, new Tenure());

            require(heard.equals(List.of(1, 2, 3)) && !inside[1], "heard " + heard + ", at once " + inside[1]);
            require(!subscription.isLedAround() && subscription.delivered() == 3, subscription.toString());
        });
    }

    @Test
    void idsAreUniqueAndNeverZeroWhereTheyWrapToo() {
        check(30, () -> {
            IdSource ids = IdSource.after(-2);
            long[] given = new long[4];
            Thread other = start(() -> {
                given[0] = ids.next();
                given[1] = ids.next();
            });
            given[2] = ids.next();
            given[3] = ids.nextInt();
            join(other);

            require(Arrays.stream(given).distinct().count() == 4, Arrays.toString(given));
            require(Arrays.stream(given).noneMatch(id -> id == 0), Arrays.toString(given));
        });
    }

    private static void take(Mailbox mailbox, List<Object> into) {
        for (Object item = mailbox.poll(); item != null; item = mailbox.poll()) {
            into.add(item);
        }
    }

    private static void offer(Rig rig, List<Integer> accepted, int number) {
        if (rig.offer(number).isAccepted()) {
            accepted.add(number);
        }
    }

    @Test
    void namesAreInternedOnceAndDensely() {
        check(50, () -> {
            WorkerSignal signal = new WorkerSignal();
            LaneRing lane = new LaneRing("lane", OPTIONS, signal);
            DispatchTable table = new DispatchTable();
            Registry registry = new Registry(
                    Map.of(Lane.APPLICATION_EVENTS, lane),
                    new ReentrantLock(),
                    entry -> table.add(new Row(entry.type)));
            TypeEntry[] found = new TypeEntry[3];
            Thread other = start(() -> {
                found[0] = registry.entry(EventType.of("test.same", Integer.class));
                found[1] = registry.entry(EventType.of("test.other", Integer.class));
            });
            found[2] = registry.entry(EventType.of("test.same", Integer.class));
            require(table.row(found[2].id).type.name().equals("test.same"), "the row is there before the id");
            join(other);

            require(found[0] == found[2], "one entry a name");
            require(found[0].id + found[1].id == 1, "ids " + found[0].id + " and " + found[1].id);
        });
    }
}
