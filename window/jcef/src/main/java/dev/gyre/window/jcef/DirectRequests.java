package dev.gyre.window.jcef;

import dev.gyre.assets.spi.DirectRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Vector;
import org.cef.network.CefPostData;
import org.cef.network.CefPostDataElement;
import org.cef.network.CefRequest;
import org.jspecify.annotations.Nullable;

/** Reads requests of Chromium's, which are gone when their call returns. */
final class DirectRequests {

    private DirectRequests() {}

    /** Empty if its body is one that Chromium keeps to itself. */
    static Optional<DirectRequest> of(CefRequest request) {
        List<CefPostDataElement> elements = elements(request.getPostData());
        if (!elements.stream().allMatch(element -> element.getType() == CefPostDataElement.Type.PDE_TYPE_BYTES)) {
            return Optional.empty();
        }
        Map<String, String> headers = new HashMap<>();
        request.getHeaderMap(headers);
        // Nobody would unpack it on the way.
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("accept-encoding"));
        return Optional.of(new DirectRequest(request.getMethod(), target(request.getURL()), headers, body(elements)));
    }

    private static String target(String url) {
        String target = url.substring(DirectScheme.ORIGIN.length()).replaceAll("#.*", "");
        return target.isEmpty() ? "/" : target;
    }

    @SuppressWarnings("JdkObsolete") // JCEF takes nothing but a Vector
    private static List<CefPostDataElement> elements(@Nullable CefPostData data) {
        if (data == null) {
            return List.of();
        }
        Vector<CefPostDataElement> elements = new Vector<>();
        data.getElements(elements);
        return elements;
    }

    private static ByteBuffer body(List<CefPostDataElement> elements) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (CefPostDataElement element : elements) {
            byte[] bytes = new byte[element.getBytesCount()];
            element.getBytes(bytes.length, bytes);
            body.writeBytes(bytes);
        }
        return ByteBuffer.wrap(body.toByteArray());
    }
}
