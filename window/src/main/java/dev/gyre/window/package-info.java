/**
 * An application: services, windows, and the three lanes they talk over.
 *
 * <p>{@link dev.gyre.window.Application} joins the rooms: it owns the {@linkplain dev.gyre.event.EventBus event bus},
 * the {@linkplain dev.gyre.ipc.Ipc runtime between Java and pages}, and, where the backend needs one, the
 * {@linkplain dev.gyre.assets.AssetServer asset server} with the runtime's own paths below {@code /gyre/}. A
 * {@linkplain dev.gyre.window.spi.Backend backend} makes windows real: {@link dev.gyre.window.BrowserBackend} in any
 * browser of this machine, {@link dev.gyre.window.InMemoryBackend} for tests, and those of the modules
 * {@code gyre-window-javafx} and {@code gyre-window-jcef} in windows of their own.
 *
 * <p>How a window looks and stands is told in {@linkplain dev.gyre.window.spi.WindowTrait traits}: the same words when it is
 * opened, changed, alone or many together, asked, and when {@link dev.gyre.window.WindowChanged} tells what has come about.
 * A page tells what it is like in traits, too, by the end of its {@code gyre.js}; what happens to it beside them is told by
 * {@link dev.gyre.window.PageEvent}, to Java alone.
 *
 * <p>What starts comes up in the order bus, services, server beside backend, windows, and goes down in reverse.
 */
@NullMarked
package dev.gyre.window;

import org.jspecify.annotations.NullMarked;
