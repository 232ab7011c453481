package dev.gyre.assets;

import java.util.Map;

/**
 * What a web view gets. The body must be closed, whether or not it was read.
 *
 * @param status the status code
 * @param headers the fields by name, in the order they are written; {@code Content-Length} is among them
 * @param body the bytes; of length zero for HEAD
 */
public record WebResponse(int status, Map<String, String> headers, AssetBody body) {}
