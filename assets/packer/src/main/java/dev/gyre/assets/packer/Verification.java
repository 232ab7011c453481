package dev.gyre.assets.packer;

import dev.gyre.assets.Asset;
import dev.gyre.assets.AssetBundle;
import dev.gyre.assets.AssetException;
import dev.gyre.assets.ContentEncoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Checks a bundle through and through. */
final class Verification {

    private Verification() {}

    /**
     * Compares every checksum, and unpacks every packed form: checksums tell of damage, only this tells of a bundle that
     * says one thing in gzip and another in brotli.
     *
     * @return the bundle
     * @throws PackerException if anything is wrong
     */
    static AssetBundle verify(Path file) {
        try {
            AssetBundle bundle = AssetBundle.open(file);
            bundle.verify();
            Set<String> seen = new HashSet<>();
            for (Asset asset : bundle.assets()) {
                if (seen.add(asset.etag())) {
                    unpack(bundle, asset);
                }
            }
            return bundle;
        } catch (AssetException | IOException e) {
            throw new PackerException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void unpack(AssetBundle bundle, Asset asset) throws IOException {
        for (Coder coder : Coder.values()) {
            if (asset.encodings().contains(coder.encoding())
                    && !coder.decodesTo(
                            bundle.read(asset, ContentEncoding.IDENTITY), bundle.read(asset, coder.encoding()))) {
                throw new PackerException(asset.path() + " in "
                        + coder.encoding().token() + ": other bytes (expected: those of the file)");
            }
        }
    }
}
