/**
 * Typed events on bounded rings: the heart of Gyre.
 *
 * <p>An {@link dev.gyre.event.EventBus} owns a few {@linkplain dev.gyre.event.Lane lanes}, each a bounded Disruptor
 * ring, and a fixed pool of workers that read all of them. An {@link dev.gyre.event.EventType} names what is published
 * and says which lane carries it. Handlers subscribe to a type or to a pattern of names; a worker calls them inline, in
 * ring order, or hands their events to an executor through a bounded mailbox. Streams are the same subscription behind a
 * {@link reactor.core.publisher.Flux} that honours demand.
 *
 * <p>What holds everywhere: one publishing thread's events on one lane reach a subscriber in publish order, all
 * subscribers of a lane see one total order, nothing is buffered without a bound, nothing is dropped without a count,
 * a handler that throws disturbs nobody, and a thread that must not block never does.
 *
 * <p>How an event travels: {@code publish} runs the hooks of the type, claims a slot, writes the type's dense id and the
 * payload, and marks the slot published. Each worker polls each ring, finds the row of the id in its own table, and calls
 * the targets that stand there, a copy-on-write array. Slots are emptied once every worker has passed, and only then may
 * the ring reuse them.
 *
 * <p>Who waits for whom: a publisher waits for room, if it may and the lane says so; a worker parks when it found nothing
 * for a while, and publishers wake it; a watchdog sleeps between looks at the workers, and replaces the thread of one that
 * a handler holds up. Nobody else waits, and no lock is held while user code runs. The structure lock of the bus guards who
 * is subscribed to what; it is taken to subscribe, to leave and to register types and hooks, never to publish or deliver.
 */
@NullMarked
package dev.gyre.event;

import org.jspecify.annotations.NullMarked;
