/**
 * Calls and events between Java and the pages of an application's windows.
 *
 * <p>An {@link dev.gyre.ipc.Ipc} is the runtime: it knows the bindings, hears the event bus, and opens
 * {@linkplain dev.gyre.ipc.PageWindow windows}. A window mints one-use codes; a page that presents one becomes a
 * {@link dev.gyre.ipc.PageSession}. A session owns everything that is under way for its page: calls, subscriptions, and
 * one bounded queue that is the only authority on the order in which the page hears.
 *
 * <p>How bytes go: a {@link dev.gyre.ipc.spi.Transport} hands a message to its link, which parses it once, straight into
 * the arguments of the bindings it calls; the call threads invoke them and encode the results. An event is encoded once,
 * on the bus worker that delivers it, and the same bytes are queued for each session that hears it. A drain joins what
 * waits into one message.
 *
 * <p>A result that is a stream is encoded item by item as the page gives credit, and an upload is a stream the other way:
 * both are pulled, so that neither side holds more of it than its bound. Bytes stand beside their frame in a binary
 * message. What all of it looks like on the wire is told in {@code PROTOCOL.md}.
 */
@NullMarked
package dev.gyre.ipc;

import org.jspecify.annotations.NullMarked;
