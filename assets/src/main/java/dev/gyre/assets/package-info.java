/**
 * The files of the page: where they are, what they are, and a server that hands them to a web view and to nobody else.
 *
 * <p>An {@link dev.gyre.assets.AssetSource} lists files: of a directory, of the class path, of memory, of an
 * {@link dev.gyre.assets.AssetBundle}, or several laid over each other. An {@link dev.gyre.assets.AssetIndex} is made
 * from it once and answers every request after that with one lookup; what it does not hold does not exist, so no request
 * ever names a file to the operating system. An {@link dev.gyre.assets.AssetHandler} turns a
 * {@link dev.gyre.assets.WebRequest} into a {@link dev.gyre.assets.WebResponse} and knows no transport. An
 * {@link dev.gyre.assets.AssetServer} is the transport that every web view understands: HTTP/1.1 on loopback.
 *
 * <p>How a request travels: {@code RequestDecoder} reads the bytes and refuses whatever two readers could understand
 * differently; {@code RequestGate} refuses what does not come from our own page; {@code Exchange} asks the handler and
 * writes the answer in order. In the handler {@code Serving} asks {@code Preconditions} whether the client has the
 * file already and {@code ByteRanges} which part of it is wanted. A connection serves one request at a time; what a
 * client pipelines waits in its bounded buffer. Index answers are given on the event loop. Files are read by a small
 * pool of threads of their own, never by a loop, and only as fast as the client takes them.
 *
 * <p>What code of the application answers is a stream. {@code Routes} finds the handler, asks for the proof that a page of
 * ours is asking, and runs it over the lane of web-view requests; {@code StreamWriter} writes what it gives, as fast as
 * the client takes it and no faster, and {@code Upload} reads a body as fast as the handler does. No code of the
 * application runs on an event loop. A {@code Payload} is a URL that proves itself, and dies with its page. While a page is
 * being developed {@code DevProxy} stands behind the same writer and passes requests and WebSockets on to a dev server.
 *
 * <p>What a file is follows from its name. Where that says nothing, {@code Sniffer} looks at its first bytes, and never
 * makes a page of what nobody declared to be one.
 *
 * <p>In development {@code SourceWatch} listens to the directories of a source, and the index is made anew when something
 * has changed. {@code AssetBatch} puts many small assets into one response.
 *
 * <p>Static assets are readable by every process of the machine that can connect to loopback: put no secrets there.
 * Everything under {@code /gyre/} belongs to the runtime and is plugged in; the application's files are never found
 * there.
 */
@NullMarked
package dev.gyre.assets;

import org.jspecify.annotations.NullMarked;
