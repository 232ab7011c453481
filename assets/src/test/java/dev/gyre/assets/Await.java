package dev.gyre.assets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread brings about, ten seconds at most. */
final class Await {

    private Await() {}

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        assertThat(condition.getAsBoolean()).as("came about within 10 s").isTrue();
    }

    /** A value once it has stayed the same for 200 looks. */
    static long settled(AtomicLong value) {
        AtomicLong last = new AtomicLong(-1);
        AtomicInteger same = new AtomicInteger();
        until(() -> {
            long now = value.get();
            same.set(last.getAndSet(now) == now ? same.get() + 1 : 0);
            return same.get() > 200;
        });
        return value.get();
    }

    /** Sends megabytes and counts their bytes, until it is done or the other side has gone. */
    static void sendAll(Wire wire, int megabytes, AtomicLong sent) {
        byte[] piece = new byte[1 << 20];
        try {
            for (int i = 0; i < megabytes; i++) {
                wire.send(piece);
                sent.addAndGet(piece.length);
            }
        } catch (IOException gone) {
            sent.set(-1);
        }
    }
}
