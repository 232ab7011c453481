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
            case "peerDisruptorYielding" -> DisruptorPeer.bare(YieldingWaitStrategy::new);
            case "peerDisruptorBusySpin" -> DisruptorPeer.bare(BusySpinWaitStrategy::new);
            case "peerDisruptorBlocking" -> DisruptorPeer.bare(BlockingWaitStrategy::new);
            case "peerDisruptorPromising" -> DisruptorPeer.promising(YieldingWaitStrategy::new);
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
