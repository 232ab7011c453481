/**
 * Windows of Swing, each with Chromium in it by way of JCEF: {@link dev.gyre.window.jcef.JcefBackend} makes them, or shows
 * pages in browsers that an application has laid out itself.
 *
 * <p>Assets come over loopback HTTP and frames over a WebSocket, as in the user's own browser: a page of a foreign origin, or in
 * a frame, is refused by the server. The main frame does not leave the application's origin, and opens no other window; if it
 * goes to {@code about:blank}, before which Chromium asks nobody, it comes back at once. Where no port
 * may be opened, requests come to Java by a scheme handler of Chromium's and frames by its queries, and go back in scripts: both
 * are refused to everybody but the main frames of the application's own pages.
 *
 * <p>On X11 Chromium in a frame of Swing's hears of nothing that is dragged from other applications. Swing does, and hands files
 * and text on to the page. Elsewhere, where this was not tried, Chromium may take drags before Swing hears of them: pages then
 * see them, and the application is told of no files.
 *
 * <p>Threads: Swing's thread alone touches windows. Chromium calls on threads of its own, which only read what is immutable or
 * concurrent, and hand the rest to Swing's. Neither of them runs code of the application or waits, but for Swing's, as a
 * drag comes in, for what the other application says of it.
 *
 * <p>An application that starts Chromium itself had better give it {@code --disable-features=FontConfigFontationsIndexing} on
 * Linux, as this does: else a start now and then ends the process, where Chromium changes its environment while another thread
 * reads it.
 */
@NullMarked
package dev.gyre.window.jcef;

import org.jspecify.annotations.NullMarked;
