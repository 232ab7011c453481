/**
 * TypeScript from Java, at build time: one module with a typed function for each binding, a typed map of the events, and
 * the models both speak of.
 *
 * <p>{@link dev.gyre.ipc.bindgen.Main} is the program and {@link dev.gyre.ipc.bindgen.GenerateMojo} the Maven goal; both
 * read compiled classes by reflection. What a page may call is decided as the runtime decides it, and how a value looks
 * is asked of Jackson, set as the runtime sets it. Nothing at run time depends on this package.
 *
 * <p>How a module comes to be: services and constants are rendered, and on the way every type they reach is noted; the
 * models noted are rendered too, and reach more. That is repeated until nothing new is reached, for only then are all
 * names known, and whether two of them clash.
 */
@NullMarked
package dev.gyre.ipc.bindgen;

import org.jspecify.annotations.NullMarked;
