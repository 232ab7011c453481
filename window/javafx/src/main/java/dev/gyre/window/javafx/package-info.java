/**
 * Windows of JavaFX, each with a WebView: {@link dev.gyre.window.javafx.JavaFxBackend} makes them, or shows pages in views
 * that an application has laid out itself.
 *
 * <p>Assets come over loopback HTTP, frames over a bridge within the process: a page of the application's own origin, in the
 * main frame alone, sees one object with one method that takes text, {@link dev.gyre.window.javafx.Bridge}. What Java sends is
 * collected and handed over in one turn of JavaFX's thread, as data of an event, never as script.
 *
 * <p>The main frame does not leave the application's origin, and opens no other window. A blank page alone, {@code about:blank},
 * WebKit shows before anybody can refuse it: it is told as refused, too, and the window's page is loaded anew, with a session
 * of its own.
 *
 * <p>JavaFX's thread only carries: it never waits, runs no code of the application, and logs nothing above the level of debugging.
 */
@NullMarked
package dev.gyre.window.javafx;

import org.jspecify.annotations.NullMarked;
