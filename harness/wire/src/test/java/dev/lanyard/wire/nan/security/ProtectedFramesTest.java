package dev.lanyard.wire.nan.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.nan.security.ProtectedFrames.Rejection;
import dev.lanyard.wire.net.MacAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectedFramesTest {

    private static final MacAddress A = MacAddress.parse("021122334455");
    private static final MacAddress B = MacAddress.parse("02aabbccddee");
    private static final MacAddress CLUSTER = MacAddress.parse("506f9a010203");
    private static final Bytes PAYLOAD = Bytes.hex("aaaa030000000800");

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void opensWhatTheOtherSideProtected(int keyLength) {
        ProtectedFrames sender = ProtectedFrames.of(key(keyLength));
        ProtectedFrames receiver = ProtectedFrames.of(key(keyLength));
        for (int i = 1; i <= 3; i++) {
            ProtectedFrames.Management opened = assertInstanceOf(ProtectedFrames.Management.class,
                    receiver.open(sender.protect(followUp(i))));
            assertEquals(followUp(i).body(), opened.frame().body());
            assertEquals(2 * i - 1, opened.packetNumber());
            ProtectedFrames.Data data = assertInstanceOf(ProtectedFrames.Data.class,
                    receiver.open(sender.protect(dataHeader(), 0, PAYLOAD)));
            assertEquals(PAYLOAD, data.payload());
        }
        assertEquals(6, sender.sent());
    }

    @Test
    void refusesReplaysAndWhatComesLate() {
        ProtectedFrames sender = ProtectedFrames.of(key(16));
        ProtectedFrames receiver = ProtectedFrames.of(key(16));
        Bytes first = sender.protect(followUp(1));
        Bytes second = sender.protect(followUp(2));
        assertInstanceOf(ProtectedFrames.Management.class, receiver.open(second));
        assertRejected(Rejection.REPLAYED, receiver, second);
        assertRejected(Rejection.REPLAYED, receiver, first);
        assertInstanceOf(ProtectedFrames.Management.class, ProtectedFrames.acceptingReplays(key(16)).open(first));
    }

    @Test
    void aWindowTakesLateFramesOnce() {
        ProtectedFrames sender = ProtectedFrames.of(key(16));
        ProtectedFrames receiver = ProtectedFrames.withWindow(key(16), 4);
        Bytes[] frames = new Bytes[6];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = sender.protect(followUp(i));
        }
        for (int i : new int[] {0, 4, 2, 3}) {
            assertInstanceOf(ProtectedFrames.Management.class, receiver.open(frames[i]));
        }
        for (int i : new int[] {0, 2, 3, 4}) {
            assertRejected(Rejection.REPLAYED, receiver, frames[i]);
        }
        assertInstanceOf(ProtectedFrames.Management.class, receiver.open(frames[1]));
        assertInstanceOf(ProtectedFrames.Management.class, receiver.open(frames[5]));
    }

    @Test
    void aForgedFrameDoesNotMoveTheWindow() {
        ProtectedFrames sender = ProtectedFrames.of(key(16));
        ProtectedFrames receiver = ProtectedFrames.of(key(16));
        Bytes genuine = sender.protect(followUp(1));
        byte[] forged = genuine.toArray();
        forged[24] = (byte) 0xFF;
        assertRejected(Rejection.NOT_AUTHENTIC, receiver, Bytes.wrap(forged));
        assertInstanceOf(ProtectedFrames.Management.class, receiver.open(genuine));
    }

    @Test
    void eachTrafficIdentifierHasItsWindow() {
        ProtectedFrames sender = ProtectedFrames.of(key(16));
        ProtectedFrames receiver = ProtectedFrames.of(key(16));
        Bytes early = sender.protect(dataHeader(), 0, PAYLOAD);
        Bytes late = sender.protect(dataHeader(), 5, PAYLOAD);
        assertInstanceOf(ProtectedFrames.Data.class, receiver.open(late));
        assertInstanceOf(ProtectedFrames.Data.class, receiver.open(early));
        assertRejected(Rejection.REPLAYED, receiver, early);
    }

    @Test
    void refusesPlainAndCutFrames() {
        ProtectedFrames receiver = ProtectedFrames.of(key(16));
        assertRejected(Rejection.NOT_PROTECTED, receiver, followUp(1).encode());
        Bytes whole = ProtectedFrames.of(key(16)).protect(followUp(1));
        for (int length = 0; length < whole.length(); length++) {
            assertInstanceOf(ProtectedFrames.Rejected.class, receiver.open(whole.truncate(length)));
        }
    }

    @Test
    void aDestroyedKeyIsOfNoUse() {
        ProtectedFrames frames = ProtectedFrames.of(key(16));
        frames.destroy();
        assertThrows(IllegalStateException.class, () -> frames.protect(followUp(1)));
    }

    private static void assertRejected(Rejection why, ProtectedFrames receiver, Bytes frame) {
        assertEquals(new ProtectedFrames.Rejected(why), receiver.open(frame));
    }

    private static Secret key(int length) {
        return Secret.of(Bytes.hex("5a".repeat(length)));
    }

    private static ManagementFrame followUp(int number) {
        return new ManagementFrame(FrameHeader.management(FrameHeader.ACTION, A, B, CLUSTER, number),
                new ActionBody(ActionBody.PROTECTED_DUAL, 9, Bytes.of(0x50, 0x6F, 0x9A, 0x13, number)));
    }

    private static FrameHeader dataHeader() {
        return new FrameHeader(0x0088, 0, A, B, CLUSTER, 0x10);
    }
}
