package dev.gyre.assets;

import java.time.Duration;

/**
 * Bounds of what one client can make an {@link AssetServer} hold, to be changed where the defaults do not fit. A request
 * that meets one is refused, and counted in {@link AssetServer#refused}.
 */
public final class ServerLimits {

    // A URL that a page makes is far shorter, its fields are a few hundred bytes, and a browser opens six connections.
    private int requestLine = 8 << 10;
    private int headerBytes = 16 << 10;
    private int headerFields = 100;
    private int bodyBytes = 4 << 20;
    private Duration headerTime = Duration.ofSeconds(5);
    private Duration idleTime = Duration.ofSeconds(30);
    private int connections = 256;

    ServerLimits() {}

    /**
     * How many bytes of a request line.
     *
     * @param requestLine 1 or more; 8192 if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public ServerLimits requestLine(int requestLine) {
        this.requestLine = AssetServerOptions.within("requestLine", requestLine, 1, Integer.MAX_VALUE);
        return this;
    }

    /**
     * How many bytes of all header fields.
     *
     * @param headerBytes 1 or more; 16384 if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public ServerLimits headerBytes(int headerBytes) {
        this.headerBytes = AssetServerOptions.within("headerBytes", headerBytes, 1, Integer.MAX_VALUE);
        return this;
    }

    /**
     * How many header fields.
     *
     * @param headerFields 1 or more; 100 if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public ServerLimits headerFields(int headerFields) {
        this.headerFields = AssetServerOptions.within("headerFields", headerFields, 1, Integer.MAX_VALUE);
        return this;
    }

    /**
     * How many bytes of a body, read or not.
     *
     * @param bodyBytes 0 or more; 4194304 if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public ServerLimits bodyBytes(int bodyBytes) {
        this.bodyBytes = AssetServerOptions.within("bodyBytes", bodyBytes, 0, Integer.MAX_VALUE);
        return this;
    }

    /**
     * How long a client may take for a head, from its first byte to its last.
     *
     * @param headerTime more than zero; 5 s if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public ServerLimits headerTime(Duration headerTime) {
        this.headerTime = AssetServerOptions.positive("headerTime", headerTime);
        return this;
    }

    /**
     * How long no byte may move, and how long a whole body may take.
     *
     * @param idleTime more than zero; 30 s if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public ServerLimits idleTime(Duration idleTime) {
        this.idleTime = AssetServerOptions.positive("idleTime", idleTime);
        return this;
    }

    /**
     * How many connections at a time.
     *
     * @param connections 1 to 65536; 256 if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public ServerLimits connections(int connections) {
        this.connections = AssetServerOptions.within("connections", connections, 1, 65_536);
        return this;
    }

    Limits build() {
        return new Limits(requestLine, headerBytes, headerFields, bodyBytes, headerTime, idleTime, connections);
    }
}
