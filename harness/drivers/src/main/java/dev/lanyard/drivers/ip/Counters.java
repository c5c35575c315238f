package dev.lanyard.drivers.ip;

import java.util.concurrent.atomic.LongAdder;

/** The running counts behind {@link IpCounters}. */
final class Counters {

    final LongAdder framesIn = new LongAdder();
    final LongAdder framesOut = new LongAdder();
    final LongAdder udpIn = new LongAdder();
    final LongAdder udpOut = new LongAdder();
    final LongAdder notForUs = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder badChecksum = new LongAdder();
    final LongAdder dispatchDrops = new LongAdder();
    final LongAdder socketDrops = new LongAdder();
    final LongAdder fragmentDrops = new LongAdder();

    IpCounters snapshot() {
        return new IpCounters(framesIn.sum(), framesOut.sum(), udpIn.sum(), udpOut.sum(), notForUs.sum(),
                malformed.sum(), badChecksum.sum(), dispatchDrops.sum(), socketDrops.sum(), fragmentDrops.sum());
    }
}
