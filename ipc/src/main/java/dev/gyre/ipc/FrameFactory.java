package dev.gyre.ipc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;

/** Jackson's factory, which also makes the parsers of sessions. */
final class FrameFactory extends JsonFactory {

    private static final long serialVersionUID = 1L;

    FrameFactory(JsonFactoryBuilder builder) {
        super(builder);
    }

    /** A parser for one thread at a time. */
    FrameParser newFrameParser() {
        return new FrameParser(
                _createNonBlockingContext(null),
                _parserFeatures & ~JsonParser.Feature.STRICT_DUPLICATE_DETECTION.getMask(),
                _byteSymbolCanonicalizer.makeChildOrPlaceholder(_factoryFeatures),
                getCodec());
    }
}
