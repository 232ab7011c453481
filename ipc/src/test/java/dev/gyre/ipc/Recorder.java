package dev.gyre.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gyre.ipc.spi.CloseReason;
import dev.gyre.ipc.spi.Transport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A transport that keeps what it is given. Nobody drains it but the test. */
class Recorder implements Transport {

    final List<String> sent;
    final List<byte[]> binary = new CopyOnWriteArrayList<>();
    volatile boolean writable = true;
    volatile CloseReason reason;

    Recorder(List<String> sent) {
        this.sent = sent;
    }

    @Override
    public void wake() {}

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void send(byte[] message) {
        sent.add(new String(message, UTF_8));
    }

    @Override
    public void sendBinary(byte[] message) {
        binary.add(message);
    }

    @Override
    public void close(CloseReason why) {
        reason = why;
    }
}
