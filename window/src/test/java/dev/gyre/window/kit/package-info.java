/** What every backend promises, as one suite of tests: a backend's own tests extend {@link dev.gyre.window.kit.BackendKit}. */
@NullMarked
package dev.gyre.window.kit;

import org.jspecify.annotations.NullMarked;
