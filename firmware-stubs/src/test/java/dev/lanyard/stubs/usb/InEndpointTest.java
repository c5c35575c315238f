package dev.lanyard.stubs.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class InEndpointTest {

    private static final int MAX_PACKET_SIZE = 16;

    private final InEndpoint endpoint = new InEndpoint(0x81, MAX_PACKET_SIZE);

    private TestHost.Pending read(int length) {
        TestHost.Pending pending = TestHost.pending(0x81, null, Bytes.EMPTY, length, false);
        endpoint.submit(pending.urb());
        return pending;
    }

    private static Bytes octets(int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) i;
        }
        return Bytes.wrap(octets);
    }

    @Test
    void aRequestStaysPendingUntilThereIsSomethingToSend() {
        TestHost.Pending read = read(64);
        assertFalse(read.isDone());
        endpoint.queue(octets(5), false);
        assertEquals(octets(5), read.get().data());
    }

    @Test
    void requestsAreServedInTheOrderOfArrival() {
        TestHost.Pending first = read(64);
        TestHost.Pending second = read(64);
        endpoint.queue(octets(1), false);
        assertTrue(first.isDone());
        assertFalse(second.isDone());
    }

    @Test
    void aLongTransferGoesOnInTheNextRequest() {
        endpoint.queue(octets(40), false);
        assertEquals(octets(40).slice(0, 32), read(32).get().data());
        assertEquals(octets(40).from(32), read(32).get().data());
    }

    @Test
    void aTransferOfWholePacketsWithoutZeroPacketRunsIntoTheNext() {
        TestHost.Pending read = read(64);
        endpoint.queue(octets(16), false);
        assertFalse(read.isDone());
        endpoint.queue(octets(8), false);
        assertEquals(octets(16).concat(octets(8)), read.get().data());
    }

    @Test
    void aZeroPacketEndsALongerRequest() {
        TestHost.Pending read = read(64);
        endpoint.queue(octets(32), true);
        assertEquals(octets(32), read.get().data());
    }

    @Test
    void theZeroPacketBehindAnExactlyFilledRequestIsTheNextRequestsAnswer() {
        endpoint.queue(octets(32), true);
        assertEquals(octets(32), read(32).get().data());
        assertEquals(0, read(32).get().actualLength());
        assertFalse(read(32).isDone());
    }

    @Test
    void anExactlyFilledRequestEndsWithoutAnyZeroPacket() {
        endpoint.queue(octets(16), false);
        assertEquals(octets(16), read(16).get().data());
        assertFalse(read(16).isDone());
    }

    @Test
    void aPacketLargerThanTheRequestIsABabble() {
        endpoint.queue(octets(12), false);
        assertEquals(Urb.Status.OVERFLOW, read(8).get().status());
    }

    @Test
    void aWithdrawnRequestGetsNothing() {
        TestHost.Pending withdrawn = read(64);
        assertTrue(withdrawn.urb().cancel());
        TestHost.Pending next = read(64);
        endpoint.queue(octets(3), false);
        assertEquals(octets(3), next.get().data());
        assertFalse(withdrawn.isDone());
    }

    @Test
    void aHaltStallsPendingAndLaterRequestsUntilCleared() {
        TestHost.Pending pending = read(64);
        endpoint.halt();
        assertTrue(pending.get().isStalled());
        assertTrue(read(64).get().isStalled());
        endpoint.clearHalt();
        endpoint.queue(octets(2), false);
        assertEquals(octets(2), read(64).get().data());
    }

    @Test
    void askingForDataIsDoneOnlyWhenARequestWaitsAndNothingIsQueued() {
        AtomicBoolean asked = new AtomicBoolean();
        endpoint.whenWanted(() -> asked.set(true));
        endpoint.queue(octets(1), false);
        assertFalse(asked.get());
        read(64).get();
        assertFalse(asked.get());
        read(64);
        assertTrue(asked.get());
    }

    @Test
    void whatTheHostHasNotBegunToReadCanBeTakenBack() {
        endpoint.queue(octets(40), false);
        endpoint.queue(octets(4), false);
        assertEquals(16, read(16).get().actualLength());
        endpoint.dropUnsent();
        assertEquals(octets(40).from(16), read(64).get().data());
        assertFalse(read(64).isDone());
    }
}
