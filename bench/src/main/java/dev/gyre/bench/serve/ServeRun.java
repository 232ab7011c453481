package dev.gyre.bench.serve;

import dev.gyre.bench.page.Folders;
import dev.gyre.bench.serve.WebServer.Java;
import dev.gyre.bench.serve.WebServer.Memory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Servers of the same files, each a process of its own, and a load for one after the other. */
public final class ServeRun implements AutoCloseable {

    /** Gyre from a directory. */
    public static final String GYRE = "gyre, directory";

    /** Gyre from a bundle. */
    public static final String BUNDLE = "gyre, bundle";

    /** The one that is not written in Java. */
    public static final String NGINX = "nginx";

    /** Other servers in Java. */
    public static final List<String> PEERS =
            Peers.OTHERS.stream().map(Peers::title).toList();

    /** What every server sends by itself, or must find out from the file. */
    private static final Set<String> OWN =
            Set.of("content-type", "content-length", "date", "connection", "etag", "last-modified", "accept-ranges");

    private static final int WARM_UP_COLLECTIONS = 2;

    private final Path folder;
    private final ServedFiles files;
    private final Map<String, WebServer> servers = new LinkedHashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ServeRun(Path folder) {
        this.folder = folder;
        this.files = new ServedFiles(folder);
    }

    /**
     * Lays the files and starts the servers.
     *
     * @param counts of folders with so many files, which Gyre alone serves
     * @return the run
     * @throws IOException if there is no room for the files
     * @throws IllegalStateException if a program is missing, or two servers do not send the same
     */
    public static ServeRun start(List<Integer> counts) throws IOException {
        List<String> missing = Programs.missing();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("programs: no " + String.join(", no ", missing)
                    + " on the PATH (expected: wrk and nginx, installed)");
        }
        ServeRun run = new ServeRun(Files.createTempDirectory("gyre-bench-serve-"));
        try {
            run.startSizes();
            counts.forEach(run::startMany);
            return run;
        } catch (RuntimeException failed) {
            run.close();
            throw failed;
        }
    }

    /**
     * Whether this machine can run one.
     *
     * @return true if what it needs is installed
     */
    public static boolean isPossible() {
        return Programs.missing().isEmpty();
    }

    private void startSizes() {
        files.laySizes();
        Path sizes = files.sizes();
        servers.put(GYRE, WebServer.java(GYRE, Peers.GYRE, sizes, Map.of()));
        servers.put(BUNDLE, WebServer.java(BUNDLE, Peers.GYRE_BUNDLE, sizes, Map.of()));
        Map<String, String> headers = new TreeMap<>(fields(GYRE));
        String mediaType = headers.getOrDefault("content-type", "");
        headers.keySet().removeAll(OWN);
        servers.put(NGINX, Nginx.start(sizes, mediaType, headers));
        Peers.OTHERS.forEach(peer -> servers.put(peer.title(), WebServer.java(peer.title(), peer, sizes, headers)));
        servers.keySet().forEach(this::requireSame);
    }

    private void startMany(int count) {
        files.layMany(count);
        servers.put(of(count), WebServer.java(of(count), Peers.GYRE, files.many(count), Map.of()));
    }

    /**
     * The name of Gyre with so many files.
     *
     * @param count the files
     * @return the arm
     */
    public static String of(int count) {
        return count + " files";
    }

    private Map<String, String> fields(String arm) {
        Map<String, String> fields = new TreeMap<>();
        get(arm, "/1.js").headers().map().forEach((name, values) -> fields.put(name, values.get(0)));
        return fields;
    }

    /** Nobody may win by sending less: the same bytes, and every field that Gyre sends, are asked for. */
    private void requireSame(String arm) {
        for (String path : List.of("/1.js", "/64.js", "/1024.js")) {
            if (!Arrays.equals(get(arm, path).body(), get(GYRE, path).body())) {
                throw new IllegalStateException(
                        arm + ": other bytes of " + path + " (expected: those of " + GYRE + ")");
            }
        }
        Map<String, String> expected = fields(GYRE);
        Map<String, String> found = fields(arm);
        boolean isNginx = arm.equals(NGINX);
        expected.forEach((name, value) -> {
            boolean isSaid = OWN.contains(name) ? !isNginx || found.containsKey(name) : value.equals(found.get(name));
            if (!isSaid) {
                throw new IllegalStateException(
                        arm + ": " + name + ": " + found.get(name) + " (expected: " + value + ")");
            }
        });
    }

    private HttpResponse<byte[]> get(String arm, String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(server(arm).url(path))).build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(arm + ": " + response.statusCode() + " (expected: 200)");
            }
            return response;
        } catch (IOException e) {
            throw new IllegalStateException(arm + ": no answer (expected: one)", e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private WebServer server(String arm) {
        WebServer server = servers.get(arm);
        if (server == null) {
            throw new IllegalArgumentException("arm: " + arm + " (expected: one of " + servers.keySet() + ")");
        }
        return server;
    }

    /**
     * Loads one server with requests for one file.
     *
     * @param arm the server
     * @param kib the file's size in KiB: 1, 64 or 1,024
     * @param time how long, in whole seconds
     * @return what came of it
     */
    public Sample measure(String arm, int kib, Duration time) {
        WebServer server = server(arm);
        return measure(server, () -> Wrk.run(server.url("/" + kib + ".js"), time, null));
    }

    /**
     * Loads Gyre with requests for one file after the other.
     *
     * @param count of files, as the run was started with
     * @param time how long, in whole seconds
     * @return what came of it
     */
    public Sample measureMany(int count, Duration time) {
        WebServer server = server(of(count));
        return measure(server, () -> Wrk.run(server.url("/"), time, files.scriptOf(count)));
    }

    private static Sample measure(WebServer server, Supplier<Wrk.Load> load) {
        Memory before = memory(server);
        long start = System.nanoTime();
        Duration cpu = server.cpu();
        Wrk.Load came = load.get();
        double used = server.cpu().minus(cpu).toNanos();
        double passed = System.nanoTime() - start;
        Memory after = memory(server);
        double allocated = (after.allocated() - before.allocated()) / (double) came.requests();
        return new Sample(
                came.rate(),
                came.p50(),
                came.p99(),
                100 * used / passed,
                server instanceof Java ? allocated : Double.NaN,
                after.retained() - before.retained());
    }

    private static Memory memory(WebServer server) {
        if (!(server instanceof Java java)) {
            return new Memory(0, 0);
        }
        for (int i = 1; i < WARM_UP_COLLECTIONS; i++) {
            java.memory();
        }
        return java.memory();
    }

    /** Ends the servers and deletes the files. */
    @Override
    public void close() {
        servers.values().forEach(WebServer::close);
        Folders.delete(folder);
    }

    /**
     * One measurement.
     *
     * @param rate requests a second
     * @param p50 half of the answers came within, in microseconds
     * @param p99 99 of 100 answers came within, in microseconds
     * @param cpu what the server used, in percent of a core
     * @param allocated bytes of heap for each request, NaN where they are not told
     * @param retained bytes that the heap holds more than before, after collection
     */
    public record Sample(double rate, double p50, double p99, double cpu, double allocated, double retained) {}
}
