package dev.gyre.event;

/**
 * A subscription whose patterns may change while it lives: one handler, one order, whatever it listens to. An event
 * that several of its patterns match is heard once.
 */
public interface PatternSubscription extends Subscription {

    /**
     * Listens to one more pattern: hears what is published after this call returned. Adding one that is there already
     * changes nothing.
     *
     * @param pattern the pattern, as {@link EventPattern} describes
     * @throws IllegalArgumentException if the pattern is not well formed
     */
    void add(String pattern);

    /**
     * Stops listening to a pattern; unknown ones are ignored. After it returned at most the running delivery ends.
     *
     * @param pattern the pattern to forget
     */
    void remove(String pattern);
}
