package dev.gyre.assets;

import java.net.InetSocketAddress;
import java.util.Set;

/**
 * By what names a server is spoken to, and under which scheme its pages stand.
 *
 * @param scheme of the pages' origin
 * @param hosts in lower case, each with the port where a browser writes it
 */
record Authority(String scheme, Set<String> hosts) {

    private static final int HTTP_PORT = 80;

    /** Of a server on a port. Only on port 80 does a browser leave the port out. */
    static Authority loopback(InetSocketAddress bound, boolean isIpv6) {
        String suffix = bound.getPort() == HTTP_PORT ? "" : ":" + bound.getPort();
        return new Authority(
                "http",
                isIpv6
                        ? Set.of("127.0.0.1" + suffix, "localhost" + suffix, "[::1]" + suffix)
                        : Set.of("127.0.0.1" + suffix, "localhost" + suffix));
    }

    /** Of a server without one, whose pages' requests never leave the process. */
    static Authority within(String host) {
        return new Authority("https", Set.of(host));
    }
}
