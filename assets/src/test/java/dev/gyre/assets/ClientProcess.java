package dev.gyre.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Many clients in a process of their own, so that their descriptors are not those of the server under test. It is told paths
 * line by line: every client asks for each of them, and then reads one reply.
 */
final class ClientProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final BufferedReader said;

    private ClientProcess(Process process) {
        this.process = process;
        this.said = process.inputReader(UTF_8);
    }

    static ClientProcess connect(int port, int count) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ClientProcess.class.getName(),
                Integer.toString(port),
                Integer.toString(count));
        ClientProcess clients = new ClientProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        assertThat(clients.next()).isEqualTo("connected " + count);
        return clients;
    }

    /** Has each client ask for a path; returns how many were answered 200. */
    int ask(String path) throws Exception {
        process.outputWriter(UTF_8).append(path).append('\n').flush();
        return Integer.parseInt(next());
    }

    private String next() throws Exception {
        return CompletableFuture.supplyAsync(this::read).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private String read() {
        try {
            return String.valueOf(said.readLine());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly()
                .onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** The other process. */
    @SuppressWarnings("SystemOut") // its standard output is what the test reads
    public static void main(String[] arguments) throws IOException {
        InetSocketAddress server =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        List<SocketChannel> clients = new ArrayList<>();
        for (int i = Integer.parseInt(arguments[1]); i > 0; i--) {
            clients.add(SocketChannel.open(server));
        }
        System.out.println("connected " + clients.size());
        BufferedReader told = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String path = told.readLine(); path != null; path = told.readLine()) {
            byte[] request = Wire.get(server.getPort(), path).getBytes(ISO_8859_1);
            for (SocketChannel client : clients) {
                client.write(ByteBuffer.wrap(request));
            }
            int answered = 0;
            for (SocketChannel client : clients) {
                answered += isAnswered(client) ? 1 : 0;
            }
            System.out.println(answered);
        }
    }

    /** One read is enough: the replies here are smaller than any packet. */
    private static boolean isAnswered(SocketChannel client) throws IOException {
        ByteBuffer reply = ByteBuffer.allocate(4096);
        client.read(reply);
        return new String(reply.array(), 0, reply.position(), ISO_8859_1).startsWith("HTTP/1.1 200 ");
    }
}
