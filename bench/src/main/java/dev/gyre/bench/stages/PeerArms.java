package dev.gyre.bench.stages;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;

/** The buses by the names of their benchmark methods. */
final class PeerArms {

    private PeerArms() {}

    static PeerArm.Factory of(String method) {
        return switch (method) {
            case "naive" -> QueuePeer::linkedBlockingQueue;
            case "naiveHalvingRing" -> QueuePeer::halvingRing;
            case "gyre" -> GyrePeer::new;
            case "peerDisruptorYielding" ->
                (traffic, ears) -> new DisruptorPeer(traffic, ears, new YieldingWaitStrategy());
            case "peerDisruptorBusySpin" ->
                (traffic, ears) -> new DisruptorPeer(traffic, ears, new BusySpinWaitStrategy());
            case "peerDisruptorBlocking" ->
                (traffic, ears) -> new DisruptorPeer(traffic, ears, new BlockingWaitStrategy());
            case "peerReactor" -> ReactorPeer::new;
            case "peerSubmissionPublisher" -> SubmissionPublisherPeer::new;
            case "peerGuavaAsync" -> GuavaPeer::new;
            case "peerGreenrobot" -> GreenrobotPeer::new;
            case "peerMBassador" -> MBassadorPeer::new;
            case "peerVertx" -> VertxPeer::new;
            default -> throw new IllegalArgumentException("benchmark: " + method + " (expected: the name of a bus)");
        };
    }
}
