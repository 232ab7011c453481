package dev.gyre.event;

import static dev.gyre.event.ModelEar.check;

import dev.gyre.event.ModelEar.Join;
import dev.gyre.event.ModelEar.Kind;
import dev.gyre.event.ModelEar.Token;
import dev.gyre.event.ModelLane.Sent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.IntStream;

/**
 * What a bus promises, played through beside it. The model is told what is done to the bus and learns of each call of a
 * handler; up to that call it follows the order that is promised: event by event of a lane, and subscription by
 * subscription in the order they were made. It fails when a call comes that is not due, or one that was due has not come.
 */
final class BusModel {

    private final int workers;
    private final Map<String, ModelLane> lanes = new LinkedHashMap<>();
    private final List<ModelEar> ears = new ArrayList<>();
    private final List<EventType<Token>> met = new ArrayList<>();

    /** The worker that is being driven, or -1. */
    private int driving = -1;

    /** The lane of the event that is being delivered, or null: how far it is gone is known. */
    private ModelLane inHand;

    BusModel(List<Lane> all, int workers) {
        this.workers = workers;
        for (Lane lane : all) {
            lanes.put(lane.name(), new ModelLane(lane, workers));
        }
    }

    List<ModelEar> ears() {
        return ears;
    }

    // What is published

    ModelLane lane(EventType<Token> type) {
        return lanes.get(type.lane());
    }

    void rejected(EventType<Token> type, Token token) {
        ModelLane lane = lane(type);
        int most = driving < 0 ? lane.depth() : lane.mostDepth();
        check(most >= lane.lane.capacity(), "%s refused %s at %d", lane.lane, token, most);
        lane.rejected++;
    }

    void accepted(EventType<Token> type, Token token) {
        ModelLane lane = lane(type);
        check(driving >= 0 || lane.depth() < lane.lane.capacity(), "%s took %s though full", lane.lane, token);
        lane.accept(type, token);
        noteUnheard(lane, type);
    }

    /** A buffer on the worker that is driven may have ended without the model's knowing yet: then either will do. */
    private void noteUnheard(ModelLane lane, EventType<Token> type) {
        List<ModelEar> hearing = ears.stream()
                .filter(ear -> ear.attached && ear.joins.containsKey(type))
                .toList();
        if (type.retained() == 0 && hearing.stream().noneMatch(this::isKnown)) {
            boolean counted = lane.lane.unheard() > lane.unheard;
            lane.unheard += hearing.isEmpty() || counted ? 1 : 0;
        }
    }

    // Who hears it

    /** A type is met: patterns that match it hear it from its first event on. */
    void meet(EventType<Token> type) {
        if (!met.contains(type)) {
            met.add(type);
            ears.forEach(ear -> joinIfMatching(ear, type));
        }
    }

    private void joinIfMatching(ModelEar ear, EventType<Token> type) {
        if (ear.attached && ear.type == null && !ear.joins.containsKey(type) && ear.matches(type)) {
            join(ear, type);
        }
    }

    private void join(ModelEar ear, EventType<Token> type) {
        ModelLane lane = lanes.get(type.lane());
        ear.joins.put(type, new Join(lane.sent.size(), new ArrayDeque<>(lane.kept(type))));
    }

    /** A subscription was made. */
    void subscribed(ModelEar ear) {
        if (ear.type != null) {
            join(ear, ear.type);
        } else {
            patternAdded(ear);
        }
        ears.add(ear);
    }

    void patternAdded(ModelEar ear) {
        met.forEach(type -> joinIfMatching(ear, type));
    }

    void patternRemoved(ModelEar ear) {
        ear.joins.keySet().removeIf(type -> !ear.matches(type));
    }

    /** While its worker is driven, what comes to a buffer is seen on the lane in hand alone, and no replay is. */
    boolean isKnown(ModelEar ear) {
        return driving != ear.subscription.worker
                || !ear.isBuffered()
                || ear.joins.entrySet().stream()
                        .allMatch(each -> lanes.get(each.getKey().lane()) == inHand
                                && each.getValue().owed().isEmpty());
    }

    // What is delivered

    /** A handler is called. */
    void arrive(ModelEar ear, Token token) {
        if (ear.isHead(token)) {
            check(ear.kind != Kind.STREAM || ear.demand > 0, "%s heard %s unasked", ear, token);
            ear.take();
            return;
        }
        check(driving == ear.subscription.worker, "%s heard %s while worker %d was driven", ear, token, driving);
        check(!ear.isBuffered() || (ear.isEager() && ear.waiting() == 0), "%s heard %s before its time", ear, token);
        inHand = null;
        if (!replayed(ear, token)) {
            live(ear, token);
        }
        ear.produced();
    }

    private static boolean replayed(ModelEar ear, Token token) {
        for (Join join : ear.joins.values()) {
            passKeyless(ear, join);
            if (token.equals(join.owed().peek())) {
                join.owed().remove();
                return true;
            }
        }
        return false;
    }

    /** What an eager one is given of what its key function throws on fails unseen. */
    private static void passKeyless(ModelEar ear, Join join) {
        while (!join.owed().isEmpty() && ear.isKeyless(join.owed().peek())) {
            ear.put(ear.type, join.owed().remove());
        }
    }

    private void live(ModelEar ear, Token token) {
        for (ModelLane lane : lanes.values()) {
            int index = lane.indexOf(token);
            if (index >= 0) {
                Sent sent = lane.sent.get(index);
                Join join = ear.joins.get(sent.type());
                check(join != null && index >= join.from(), "%s heard %s, which is not its own: %s", ear, sent, join);
                check(join.owed().isEmpty(), "%s heard %s before its replay", ear, token);
                advance(driving, lane, index, ear.order);
                check(sent.reached().add(ear), "%s heard %s twice", ear, token);
                inHand = lane;
                return;
            }
        }
        throw new AssertionError(ear + " heard " + token + ", which was not accepted");
    }

    /** Follows a worker along a lane up to the turn of an order at an event. */
    private void advance(int worker, ModelLane lane, int index, long order) {
        check(lane.passed[worker] <= index, "worker %d went back to event %d of %s", worker, index, lane.lane);
        while (lane.passed[worker] < index) {
            reach(worker, lane, Long.MAX_VALUE);
            lane.passed[worker]++;
        }
        reach(worker, lane, order);
    }

    /** The event a worker is at comes to all who subscribed before an order. */
    private void reach(int worker, ModelLane lane, long order) {
        int index = lane.passed[worker];
        if (index < lane.sent.size()) {
            Sent sent = lane.sent.get(index);
            ears.stream()
                    .filter(ear -> !ear.closed && ear.subscription.worker == worker)
                    .filter(ear -> isDue(ear, sent, index, order))
                    .sorted(Comparator.comparing(ear -> ear.order))
                    .forEach(ear -> come(ear, sent));
        }
    }

    private static boolean isDue(ModelEar ear, Sent sent, int index, long order) {
        Join join = ear.joins.get(sent.type());
        return join != null
                && index >= join.from()
                && ear.order < order
                && !sent.reached().contains(ear);
    }

    /** Unobserved: into the buffer of one that need not hand it on yet. */
    private void come(ModelEar ear, Sent sent) {
        check(ear.isBuffered(), "%s did not hear %s", ear, sent.token());
        putOwed(ear);
        if (!ear.closed) {
            put(ear, sent.type(), sent.token());
        }
        sent.reached().add(ear);
    }

    private void putOwed(ModelEar ear) {
        for (EventType<Token> type : List.copyOf(ear.joins.keySet())) {
            Queue<Token> owed = ear.joins.get(type).owed();
            while (!owed.isEmpty() && !ear.closed) {
                put(ear, type, owed.remove());
            }
        }
    }

    private static void put(ModelEar ear, EventType<Token> type, Token token) {
        check(!ear.isEager() || ear.isKeyless(token) || !ear.ending.isEmpty(), "%s did not hand on %s", ear, token);
        ear.put(type, token);
    }

    // Who works

    void begin(int worker) {
        lanes.values().forEach(lane -> System.arraycopy(lane.passed, 0, lane.passedBefore, 0, workers));
        driving = worker;
    }

    /** The worker found nothing more to do. */
    void driven() {
        int worker = driving;
        driving = -1;
        for (ModelLane lane : lanes.values()) {
            advance(worker, lane, lane.sent.size(), Long.MAX_VALUE);
        }
        ears.stream()
                .filter(ear -> ear.subscription.worker == worker && !ear.closed)
                .forEach(this::checkGiven);
        checkAccounts();
    }

    /** The worker was stopped between two rounds: what it did is seen when it is driven to the end. */
    void paused() {
        driving = -1;
    }

    private void checkGiven(ModelEar ear) {
        if (ear.isBuffered()) {
            putOwed(ear);
        }
        ear.joins.forEach((type, join) -> check(join.owed().isEmpty(), "%s was not given %s", ear, join.owed()));
    }

    void checkAccounts() {
        lanes.values().forEach(ModelLane::checkAccount);
        ears.forEach(ModelEar::checkAccount);
    }

    void checkDepths() {
        for (ModelLane lane : lanes.values()) {
            check(lane.lane.depth() == lane.depth(), "%s (expected depth: %d)", lane.lane, lane.depth());
        }
    }

    /** The bus closes at once. Returns how many events are left undelivered. */
    long close() {
        long left = lanes.values().stream().mapToLong(this::owed).sum();
        for (ModelEar ear : ears) {
            if (!ear.closed) {
                ear.ending = ear.kind == Kind.STREAM && ear.ending.isEmpty() ? "complete" : ear.ending;
                left += ear.close();
            }
        }
        return left;
    }

    /** Events that some worker has not passed and that are due to one whom it serves. */
    private long owed(ModelLane lane) {
        return IntStream.range(0, lane.sent.size())
                .filter(index -> ears.stream()
                        .filter(ear -> !ear.closed && lane.passed[ear.subscription.worker] <= index)
                        .anyMatch(ear -> isDue(ear, lane.sent.get(index), index, Long.MAX_VALUE)))
                .count();
    }
}
