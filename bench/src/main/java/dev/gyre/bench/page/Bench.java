package dev.gyre.bench.page;

import dev.gyre.ipc.Binding;
import dev.gyre.ipc.PageSession;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the page calls. */
final class Bench {

    private static final Duration FLOW_PACE = Duration.ofNanos(15_625_000);

    /** How many items go between two looks at the clock. */
    private static final int CLOCK = 64;

    private final AtomicLong given = new AtomicLong();
    private final String bareUrl;

    Bench(String bareUrl) {
        this.bareUrl = bareUrl;
    }

    @Binding(nonBlocking = true)
    String bareUrl() {
        return bareUrl;
    }

    @Binding(nonBlocking = true)
    String echo(String text) {
        return text;
    }

    /** Messages sent to the calling page so far. */
    @Binding(nonBlocking = true)
    long messages(PageSession page) {
        return page.account().messages();
    }

    /** Texts for some time, as fast as the page takes them. */
    @Binding
    Flux<String> items(long millis) {
        return row(millis, CLOCK, Pieces::text);
    }

    /** Pieces of bytes for some time, likewise. */
    @Binding
    Flux<byte[]> pieces(long millis) {
        return row(millis, 1, Pieces::bytes);
    }

    /** How many the last of those streams has given. */
    @Binding(nonBlocking = true)
    long given() {
        return given.get();
    }

    private <T> Flux<T> row(long millis, int look, LongFunction<T> item) {
        return Flux.generate(() -> new Row(millis), (row, sink) -> {
            if (row.place % look == 0 && row.isOver()) {
                given.set(row.place);
                sink.complete();
            } else {
                sink.next(item.apply(row.place++));
            }
            return row;
        });
    }

    /** Pieces of 16 KiB for some time, 64 in a second; one that the page has no credit for is never made. */
    @Binding
    Flux<byte[]> flow(long millis) {
        return Flux.interval(FLOW_PACE)
                .take(Duration.ofMillis(millis))
                .onBackpressureDrop()
                .index((place, tick) -> Pieces.flow(place));
    }

    /** Takes pieces of bytes as fast as the page sends them, and tells how many bytes there were. */
    @Binding(nonBlocking = true)
    Mono<Long> take(Flux<byte[]> pieces) {
        return pieces.reduce(0L, (sum, piece) -> sum + piece.length);
    }

    /** How far a stream has come; its time begins with its first item. */
    private static final class Row {

        private final long nanos;
        private long until;
        private long place;

        Row(long millis) {
            nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        }

        boolean isOver() {
            long now = System.nanoTime();
            if (place == 0) {
                until = now + nanos;
            }
            return now - until >= 0;
        }
    }
}
