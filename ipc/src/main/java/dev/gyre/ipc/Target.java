package dev.gyre.ipc;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Which pages an event is for. Each of them hears it if it is subscribed to the type, as with any other event. Immutable.
 *
 * <pre>{@code
 * ipc.emit(SAVED, file, Target.group("editors").except(session));
 * }</pre>
 */
public final class Target {

    private static final Target ALL = new Target("all pages", session -> true);

    private final String text;
    private final Predicate<LiveSession> includes;

    private Target(String text, Predicate<LiveSession> includes) {
        this.text = text;
        this.includes = includes;
    }

    /**
     * Every page.
     *
     * @return the target
     */
    public static Target all() {
        return ALL;
    }

    /**
     * The pages of some windows.
     *
     * @param names the windows' names; one that is not open when the event comes is passed over
     * @return the target
     */
    public static Target windows(String... names) {
        List<String> those = List.of(names);
        return new Target("windows " + those, session -> those.contains(session.window()));
    }

    /**
     * The pages of the windows in a group, as it is when the event comes.
     *
     * @param name the group's name, see {@link PageWindow#join}
     * @return the target
     */
    public static Target group(String name) {
        Objects.requireNonNull(name, "name");
        return new Target("group " + name, session -> session.owner().groups().contains(name));
    }

    /**
     * One load of one page.
     *
     * @param session its session
     * @return the target
     */
    public static Target session(PageSession session) {
        long id = session.id();
        return new Target("session " + id, other -> other.id() == id);
    }

    /**
     * The same pages but one: all but the sender, for what a page has said itself.
     *
     * @param session the session of the page that is left out
     * @return the target
     */
    public Target except(PageSession session) {
        return except(session.id());
    }

    /**
     * Likewise, by {@link WindowMessage#session}.
     *
     * @param session the id of the session that is left out
     * @return the target
     */
    public Target except(long session) {
        return new Target(text + " but session " + session, includes.and(other -> other.id() != session));
    }

    /**
     * The pages of this target and of others.
     *
     * @param others the other targets
     * @return all of them
     */
    public Target and(Target... others) {
        List<Target> all = new ArrayList<>(List.of(others));
        all.add(this);
        return new Target(
                text + " and " + List.of(others), session -> all.stream().anyMatch(target -> target.includes(session)));
    }

    boolean includes(LiveSession session) {
        return includes.test(session);
    }

    @Override
    public String toString() {
        return text;
    }
}
