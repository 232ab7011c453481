package dev.gyre.assets;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where a dev server is.
 *
 * @param authority its host and port, as requests name it
 * @param addresses where connections are tried, in order
 */
record DevServer(String authority, List<InetSocketAddress> addresses) {

    private static final byte[] IPV4 = {127, 0, 0, 1};
    private static final byte[] IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final int HTTP_PORT = 80;

    /** Node listens at whichever of the two the name stands for first; no hosts file has a say in what it stands for here. */
    static DevServer onLoopback(URI url) {
        int port = port(url);
        List<byte[]> numbers = switch (url.getHost().toLowerCase(Locale.ROOT)) {
            case "localhost" -> List.of(IPV4, IPV6);
            case "127.0.0.1" -> List.of(IPV4);
            case "[::1]" -> List.of(IPV6);
            default -> throw wrong(url, "localhost, 127.0.0.1 or [::1], or remoteDevServer");
        };
        return of(url, numbers.stream().map(DevServer::address), port);
    }

    static DevServer anywhere(URI url) {
        int port = port(url);
        try {
            return of(url, Arrays.stream(InetAddress.getAllByName(url.getHost())), port);
        } catch (UnknownHostException unknown) {
            throw wrong(url, "a host that is known");
        }
    }

    private static DevServer of(URI url, Stream<InetAddress> addresses, int port) {
        return new DevServer(
                url.getRawAuthority(),
                addresses.map(address -> new InetSocketAddress(address, port)).toList());
    }

    private static int port(URI url) {
        boolean isBare = url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && List.of("", "/").contains(String.valueOf(url.getRawPath()));
        if (!"http".equalsIgnoreCase(url.getScheme()) || url.getHost() == null || !isBare) {
            throw wrong(url, "such as http://localhost:5173, without a path");
        }
        return url.getPort() < 0 ? HTTP_PORT : url.getPort();
    }

    private static IllegalArgumentException wrong(URI url, String expected) {
        return new IllegalArgumentException("devServer: " + url + " (expected: " + expected + ")");
    }

    private static InetAddress address(byte[] number) {
        try {
            return InetAddress.getByAddress(number);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 and 16 bytes are addresses", impossible);
        }
    }

    String origin() {
        return "http://" + authority;
    }
}
