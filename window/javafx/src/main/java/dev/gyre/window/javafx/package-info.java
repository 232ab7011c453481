/**
 * Windows of JavaFX, each with a WebView: {@link dev.gyre.window.javafx.JavaFxBackend} makes them, or shows pages in views
 * that an application has laid out itself.
 *
 * <p>Assets come over loopback HTTP, frames over a bridge within the process: a page of the application's own origin, in the
 * main frame alone, sees one object with one method that takes text, {@link dev.gyre.window.javafx.Bridge}. What Java sends is
 * collected and handed over in one turn of JavaFX's thread, as data of an event, never as script.
 *
 * <p>JavaFX's thread only carries: it never waits and runs no code of the application.
 */
@NullMarked
package dev.gyre.window.javafx;

import org.jspecify.annotations.NullMarked;
