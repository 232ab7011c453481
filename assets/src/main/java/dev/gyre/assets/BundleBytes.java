package dev.gyre.assets;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** All bytes of a bundle, on disk or on the heap; once opened, they can be read from anywhere. */
interface BundleBytes extends AssetContent {

    @Override
    @Nullable
    SeekableContent inMemory();

    @Override
    SeekableContent open() throws IOException;
}
