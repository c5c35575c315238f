package dev.lanyard.stubs.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutEndpointTest {

    private static final int MAX_PACKET_SIZE = 16;
    private static final int BUFFER = 48;

    private final List<Integer> received = new ArrayList<>();
    private int overruns;

    private OutEndpoint endpoint(OutEndpoint.WhenFull whenFull) {
        return new OutEndpoint(0x01, MAX_PACKET_SIZE, BUFFER, whenFull, new OutEndpoint.Receiver() {
            @Override
            public void received(Bytes transfer) {
                received.add(transfer.length());
            }

            @Override
            public void overrun() {
                overruns++;
            }
        });
    }

    private static TestHost.Result write(OutEndpoint endpoint, int length, boolean zeroPacket) {
        TestHost.Pending pending = TestHost.pending(1, null, Bytes.wrap(new byte[length]), length, zeroPacket);
        endpoint.submit(pending.urb());
        return pending.get();
    }

    @Test
    void aShortPacketEndsATransfer() {
        OutEndpoint endpoint = endpoint(OutEndpoint.WhenFull.OVERRUN);
        assertEquals(20, write(endpoint, 20, false).actualLength());
        assertEquals(List.of(20), received);
    }

    @Test
    void wholePacketsWaitForWhatFollows() {
        OutEndpoint endpoint = endpoint(OutEndpoint.WhenFull.OVERRUN);
        write(endpoint, 32, false);
        assertEquals(List.of(), received);
        write(endpoint, 5, false);
        assertEquals(List.of(37), received);
    }

    @Test
    void aZeroPacketEndsWholePackets() {
        OutEndpoint endpoint = endpoint(OutEndpoint.WhenFull.OVERRUN);
        write(endpoint, 32, true);
        write(endpoint, 16, false);
        write(endpoint, 0, false);
        assertEquals(List.of(32, 16), received);
    }

    @Test
    void aLoneZeroPacketIsAnEmptyTransfer() {
        write(endpoint(OutEndpoint.WhenFull.DELIVER), 0, false);
        assertEquals(List.of(0), received);
    }

    @Test
    void aFullBufferIsATransferWhereItIsMeantTo() {
        OutEndpoint endpoint = endpoint(OutEndpoint.WhenFull.DELIVER);
        write(endpoint, 32, false);
        write(endpoint, 16, false);
        assertEquals(List.of(48), received);
        write(endpoint, 48, true);
        write(endpoint, 3, false);
        assertEquals(List.of(48, 48, 3), received);
    }

    @Test
    void tooLongATransferIsAnOverrunAndTheNextOneIsGood() {
        OutEndpoint endpoint = endpoint(OutEndpoint.WhenFull.OVERRUN);
        write(endpoint, 64, false);
        write(endpoint, 3, false);
        assertEquals(1, overruns);
        write(endpoint, 4, false);
        assertEquals(List.of(4), received);
    }

    @Test
    void aPausedEndpointTakesNothingUntilResumed() {
        OutEndpoint endpoint = endpoint(OutEndpoint.WhenFull.OVERRUN);
        endpoint.pause();
        TestHost.Pending pending = TestHost.pending(1, null, Bytes.wrap(new byte[3]), 3, false);
        endpoint.submit(pending.urb());
        assertFalse(pending.isDone());
        endpoint.resume();
        assertTrue(pending.isDone());
        assertEquals(List.of(3), received);
    }

    @Test
    void aHaltStallsUntilCleared() {
        OutEndpoint endpoint = endpoint(OutEndpoint.WhenFull.OVERRUN);
        endpoint.halt();
        assertTrue(write(endpoint, 3, false).isStalled());
        endpoint.clearHalt();
        assertFalse(write(endpoint, 3, false).isStalled());
    }
}
