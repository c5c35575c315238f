package dev.lanyard.stubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.stubs.usb.TestHost;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a host does, every control request is answered at once and the accessory goes on. */
@Timeout(60)
class HostileHostTest {

    private static final int[] REQUEST_TYPES = {0x00, 0x80, 0x01, 0x81, 0x02, 0x82, 0x21, 0xA1, 0x40, 0xC0, 0xFF};

    private final Random random = new Random(11);

    @ParameterizedTest
    @EnumSource(Model.class)
    void randomRequestsAndTransfersAreSurvived(Model kind) throws Exception {
        try (AccessoryFixture fixture = new AccessoryFixture(kind)) {
            for (int i = 0; i < 60_000; i++) {
                switch (random.nextInt(6)) {
                    case 0 -> fixture.host.out(0x01, octets(random.nextInt(3000)), random.nextBoolean());
                    case 1 -> fixture.host.out(0x01, block(), random.nextBoolean());
                    case 2 -> {
                        TestHost.Pending read = fixture.host.in(random.nextBoolean() ? 0x81 : 0x82,
                                random.nextInt(5000));
                        read.urb().cancel();
                    }
                    case 3 -> fixture.host.selectAlternate(1, random.nextInt(3));
                    default -> assertAnswered(fixture);
                }
            }
            fixture.host.configure();
            assertEquals(Bytes.of(1), fixture.host.control(StandardRequests.getConfiguration()).data());
            assertEquals(Bytes.of(0), fixture.host.control(StandardRequests.getInterface(1)).data());
        }
    }

    private void assertAnswered(AccessoryFixture fixture) {
        int length = random.nextInt(40);
        SetupPacket setup = new SetupPacket(REQUEST_TYPES[random.nextInt(REQUEST_TYPES.length)],
                random.nextInt(0x90), random.nextInt(20), random.nextInt(3), length);
        Bytes data = setup.isDeviceToHost() ? Bytes.EMPTY : octets(length);
        // The answer may come from the timer's thread, when that is at work in the accessory at the moment.
        TestHost.Result result = fixture.host.control(setup, data);
        assertTrue(result.actualLength() <= length, () -> setup + " was answered with too much");
    }

    private Bytes octets(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return Bytes.wrap(octets);
    }

    /** A block that was good before a few octets changed. */
    private Bytes block() {
        byte[] block = Bytes.hex("4e434d480c00000048003800").concat(AccessoryFixture.ARP_REQUEST)
                .concat(Bytes.hex("0000 4e434d30100000000c002a0000000000")).toArray();
        for (int n = random.nextInt(4); n > 0; n--) {
            block[random.nextInt(block.length)] = (byte) random.nextInt(256);
        }
        return Bytes.wrap(block);
    }
}
