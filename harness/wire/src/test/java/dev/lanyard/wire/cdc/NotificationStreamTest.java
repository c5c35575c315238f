package dev.lanyard.wire.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.Notification.ConnectionSpeedChange;
import dev.lanyard.wire.cdc.Notification.NetworkConnection;
import dev.lanyard.wire.cdc.Notification.ResponseAvailable;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NotificationStreamTest {

    /** What a Linux 6.1.192 gadget sent at high speed: 425 984 000 bit/s both ways. */
    private static final Bytes SPEED = Bytes.hex("a12a0000000008000000641900006419");
    private static final Bytes UP = Bytes.hex("a100010000000000");
    private static final Bytes DOWN = Bytes.hex("a100000000000000");

    private static final ConnectionSpeedChange SPEED_RECORD = new ConnectionSpeedChange(0, 425_984_000, 425_984_000);

    private final NotificationStream stream = new NotificationStream(16);

    @Test
    void readsTheGadgetsNotifications() {
        assertEquals(List.of(SPEED_RECORD), push(SPEED));
        assertEquals(List.of(new NetworkConnection(0, 1)), push(UP));
        assertEquals(List.of(new NetworkConnection(0, 0)), push(DOWN));
        assertEquals(List.of(new ResponseAvailable(3)), push(Bytes.hex("a101000003000000")));
    }

    @Test
    void encodesToTheGadgetsOctets() {
        assertEquals(SPEED, SPEED_RECORD.encode());
        assertEquals(UP, NetworkConnection.of(0, true).encode());
        assertEquals(DOWN, NetworkConnection.of(0, false).encode());
    }

    @Test
    void cutsTwoNotificationsFromOneRead() {
        assertEquals(List.of(SPEED_RECORD, new NetworkConnection(0, 1)), push(SPEED.concat(UP)));
        assertEquals(0, stream.pendingLength());
    }

    @Test
    void joinsANotificationSplitOverTwoReads() {
        NotificationStream small = new NotificationStream(8);
        assertEquals(List.of(), small.push(SPEED.slice(0, 8)).notifications());
        assertEquals(8, small.pendingLength());
        NotificationStream.Result second = small.push(SPEED.from(8));
        assertEquals(List.of(SPEED_RECORD), second.notifications());
        assertEquals(List.of(), second.defects());
    }

    @Test
    void readsTheSameWhereverTheReadsAreCut() {
        Bytes all = SPEED.concat(UP).concat(DOWN).concat(SPEED);
        for (int cut = 1; cut < all.length(); cut++) {
            NotificationStream any = new NotificationStream(1);
            List<Notification> got = new java.util.ArrayList<>(any.push(all.slice(0, cut)).notifications());
            got.addAll(any.push(all.from(cut)).notifications());
            assertEquals(List.of(SPEED_RECORD, new NetworkConnection(0, 1), new NetworkConnection(0, 0),
                    SPEED_RECORD), got, "cut at " + cut);
        }
    }

    @Test
    void anAnnouncedPartThatNeverComesDoesNotSwallowTheNextNotification() {
        assertEquals(List.of(), push(SPEED.slice(0, 8)));
        NotificationStream.Result result = stream.push(UP);
        assertEquals(List.of(new NetworkConnection(0, 1)), result.notifications());
        assertEquals(SPEED.slice(0, 8), result.defects().getFirst().octets());
    }

    @Test
    void passesOverGarbageAndReportsIt() {
        NotificationStream.Result result = stream.push(Bytes.hex("00ff21").concat(UP));
        assertEquals(List.of(new NetworkConnection(0, 1)), result.notifications());
        assertEquals(Bytes.hex("00ff21"), result.defects().getFirst().octets());
    }

    @Test
    void anAbsurdLengthIsGarbageAndNotWaitedFor() {
        NotificationStream.Result result = stream.push(Bytes.hex("a12a00000000ffff").concat(UP));
        assertEquals(List.of(new NetworkConnection(0, 1)), result.notifications());
        assertEquals(1, result.defects().size());
    }

    @Test
    void aNotificationOfTheWrongLengthIsUnknownAndKeepsItsData() {
        Notification odd = push(Bytes.hex("a12a000000000400 00006419")).getFirst();
        assertInstanceOf(Notification.Unknown.class, odd);
        assertEquals("ConnectionSpeedChange (malformed)", odd.kind());
        assertEquals(Bytes.hex("00006419"), odd.data());
        assertEquals("0x20", push(Bytes.hex("a120000000000200 0300")).getFirst().kind());
    }

    @Test
    void anEmptyReadGivesNothing() {
        assertEquals(List.of(), push(Bytes.EMPTY));
    }

    @Test
    void anyOctetsLeaveABoundedRestAndRealOnesAreFoundAgain() {
        Random random = new Random(20_261_122);
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = new byte[random.nextInt(40)];
            random.nextBytes(octets);
            if (octets.length > 8 && round % 2 == 0) {
                octets[0] = (byte) 0xA1;
                octets[7] = 0;
            }
            stream.push(Bytes.wrap(octets));
            assertTrue(stream.pendingLength() < Notification.HEADER_LENGTH + NotificationStream.MAX_DATA_LENGTH);
        }
        stream.reset();
        assertEquals(List.of(new NetworkConnection(0, 1)), push(UP));
    }

    private List<Notification> push(Bytes read) {
        return stream.push(read).notifications();
    }
}
