/**
 * Bundles from folders, at build time: each content once, packed in gzip and brotli where that pays, with an index that
 * says which path is which content. {@link dev.gyre.assets.AssetBundle} reads them.
 *
 * <p>{@link dev.gyre.assets.packer.Main} is the program and {@link dev.gyre.assets.packer.PackMojo} the Maven goal. Which
 * files of a folder are packed is what {@link dev.gyre.assets.AssetSource#directory} would list. The same files give the
 * same bundle, bit for bit, whenever and wherever it is made: nothing of time, order or place goes in, and what compresses
 * is of fixed versions. Nothing at run time depends on this package.
 *
 * <p>How a bundle comes to be: {@code Inventory} lists the files and finds the contents; {@code Forms} packs a content,
 * several at a time, and unpacks what it packed; {@code BundleWriter} writes them in order; and the runtime's own reader
 * verifies the file before it takes its place.
 */
@NullMarked
package dev.gyre.assets.packer;

import org.jspecify.annotations.NullMarked;
