package dev.gyre.event;

import dev.gyre.event.ModelEar.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the model knows of a lane: everything accepted, in order, how far each worker has come, and the account. */
final class ModelLane {

    /** One accepted event and the subscriptions it has come to. */
    record Sent(EventType<Token> type, Token token, Set<ModelEar> reached) {}

    final Lane lane;
    final List<Sent> sent = new ArrayList<>();

    /** By worker: how many of the sent it has passed. */
    final int[] passed;

    /** The same when the drive that is on began; the ring may not have let go of more than lies between. */
    final int[] passedBefore;

    long rejected;
    long vetoed;
    long unheard;

    ModelLane(Lane lane, int workers) {
        this.lane = lane;
        this.passed = new int[workers];
        this.passedBefore = new int[workers];
    }

    void accept(EventType<Token> type, Token token) {
        sent.add(new Sent(type, token, new HashSet<>()));
    }

    int indexOf(Token token) {
        for (int i = sent.size() - 1; i >= 0; i--) {
            if (sent.get(i).token().equals(token)) {
                return i;
            }
        }
        return -1;
    }

    /** The most that can be in the ring: what the slowest worker had not passed when it began. */
    int mostDepth() {
        return sent.size() - least(passedBefore);
    }

    int depth() {
        return sent.size() - least(passed);
    }

    private static int least(int... counts) {
        int least = counts[0];
        for (int count : counts) {
            least = Math.min(least, count);
        }
        return least;
    }

    /** The last payloads of a type, oldest first, as many as it keeps. */
    List<Token> kept(EventType<Token> type) {
        List<Token> all = sent.stream()
                .filter(each -> each.type().equals(type))
                .map(Sent::token)
                .toList();
        return all.subList(Math.max(0, all.size() - type.retained()), all.size());
    }

    void checkAccount() {
        ModelEar.check(lane.accepted() == sent.size(), "%s, but %d were accepted", lane, sent.size());
        ModelEar.check(lane.rejected() == rejected, "%s, but %d were rejected", lane, rejected);
        ModelEar.check(lane.vetoed() == vetoed, "%s, but %d were vetoed", lane, vetoed);
        ModelEar.check(lane.unheard() == unheard, "%s, but %d were unheard", lane, unheard);
        ModelEar.check(lane.offered() == sent.size() + rejected + vetoed, "%s offered %d", lane, lane.offered());
    }
}
