/** What a backend implements to carry frames between the runtime and a page. */
@NullMarked
package dev.gyre.ipc.spi;

import org.jspecify.annotations.NullMarked;
