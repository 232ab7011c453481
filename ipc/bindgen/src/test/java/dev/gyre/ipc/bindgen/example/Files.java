package dev.gyre.ipc.bindgen.example;

import dev.gyre.ipc.Binding;
import dev.gyre.ipc.PageWindow;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Bytes and streams, both ways. */
public class Files extends Crud<Files.Info> {

    public record Info(String name, long size) {}

    @Binding
    byte[] read(String name) {
        return new byte[0];
    }

    @Binding
    long save(PageWindow window, String name, Flux<byte[]> content) {
        return 0;
    }

    @Binding
    CompletableFuture<Integer> count(Publisher<Info> infos) {
        return CompletableFuture.completedFuture(0);
    }

    @Binding
    Publisher<byte[]> chunks(String name) {
        return Flux.empty();
    }

    @Binding
    Stream<String> lines(String name) {
        return Stream.empty();
    }

    @Override
    int closed(String name) {
        return 0;
    }
}
