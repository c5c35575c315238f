package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import java.time.Duration;

/** An echo request that was made and is the caller's to send ({@link IpHost#prepareEcho}). Close it when it is done. */
public final class EchoRequest implements AutoCloseable {

    private final Bytes frame;
    private final Exchange exchange;

    /** What the host keeps of it. */
    interface Exchange {

        void sent();

        PingResult await(Duration timeout) throws InterruptedException;

        void forget();
    }

    EchoRequest(Bytes frame, Exchange exchange) {
        this.frame = frame;
        this.exchange = exchange;
    }

    /** The Ethernet frame without FCS. */
    public Bytes frame() {
        return frame;
    }

    /** Says that the frame goes out now: round-trip times count from here. */
    public void sending() {
        exchange.sent();
    }

    /** Waits for the right reply; one that came already is found at once. */
    public PingResult await(Duration timeout) throws InterruptedException {
        return exchange.await(timeout);
    }

    /** Stops waiting: a reply that comes later is nobody's. */
    @Override
    public void close() {
        exchange.forget();
    }
}
