package dev.gyre.ipc;

/**
 * Bounds of what a page can make the runtime hold, to be changed where the defaults do not fit. A page that meets one is
 * told; nothing is lost without being counted.
 */
public final class LimitOptions {

    private int calls = 64;
    private int streams = 64;
    private int callsAtOnce = 1024;
    private int messageBytes = 4 << 20;
    private int depth = 64;
    private int subscriptions = 256;
    private int queueItems = 1024;
    private int queueBytes = 8 << 20;

    LimitOptions() {}

    /**
     * How many calls and emits of one session without an outcome; pages queue above it.
     *
     * @param calls 1 to 65536; 64 if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public LimitOptions calls(int calls) {
        this.calls = require("calls", calls, 1, 65536);
        return this;
    }

    /**
     * How many streams and uploads of one session under way; pages queue above it.
     *
     * @param streams 1 to 65536; 64 if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public LimitOptions streams(int streams) {
        this.streams = require("streams", streams, 1, 65536);
        return this;
    }

    /**
     * How many calls that run or wait for a thread, of all sessions together.
     *
     * @param callsAtOnce 1 to 1048576; 1024 if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public LimitOptions callsAtOnce(int callsAtOnce) {
        this.callsAtOnce = require("callsAtOnce", callsAtOnce, 1, 1048576);
        return this;
    }

    /**
     * How many bytes of a message, either way.
     *
     * @param messageBytes 4096 to 1073741824; 4194304 if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public LimitOptions messageBytes(int messageBytes) {
        this.messageBytes = require("messageBytes", messageBytes, 4096, 1073741824);
        return this;
    }

    /**
     * How deep values may be nested in a message.
     *
     * @param depth 2 to 1000; 64 if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public LimitOptions depth(int depth) {
        this.depth = require("depth", depth, 2, 1000);
        return this;
    }

    /**
     * How many patterns of one session.
     *
     * @param subscriptions 1 to 65536; 256 if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public LimitOptions subscriptions(int subscriptions) {
        this.subscriptions = require("subscriptions", subscriptions, 1, 65536);
        return this;
    }

    /**
     * How many events that wait for one page; the oldest goes when there are more.
     *
     * @param queueItems 1 to 1048576; 1024 if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public LimitOptions queueItems(int queueItems) {
        this.queueItems = require("queueItems", queueItems, 1, 1048576);
        return this;
    }

    /**
     * How many bytes of events wait for one page; one event always may.
     *
     * @param queueBytes 1024 to 1073741824; 8388608 if not set
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public LimitOptions queueBytes(int queueBytes) {
        this.queueBytes = require("queueBytes", queueBytes, 1024, 1073741824);
        return this;
    }

    private static int require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + ".." + most + ")");
        }
        return value;
    }

    IpcLimits build() {
        IpcLimits rest = IpcLimits.DEFAULT;
        return new IpcLimits(
                calls,
                streams,
                callsAtOnce,
                messageBytes,
                depth,
                rest.numberLength(),
                rest.nameLength(),
                subscriptions,
                queueItems,
                queueBytes,
                rest.unackedMessages(),
                rest.unackedBytes(),
                rest.unproven(),
                rest.codes(),
                rest.helloTime(),
                rest.grace(),
                rest.codeLife());
    }
}
