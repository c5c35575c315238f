package dev.lanyard.wire.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanyard.wire.Bytes;
import org.junit.jupiter.api.Test;

class StandardRequestsTest {

    @Test
    void requestsAreEncodedAsTheSpecificationTabulatesThem() {
        assertRequest("80 06 0001 0000 1200", StandardRequests.getDescriptor(DescriptorType.DEVICE, 0, 0, 18));
        assertRequest("80 06 0603 0904 ff00", StandardRequests.getDescriptor(DescriptorType.STRING, 6, 0x0409, 255));
        assertRequest("81 06 0022 0100 4000", StandardRequests.getInterfaceDescriptor(0x22, 0, 1, 64));
        assertRequest("00 07 0103 0904 0400", StandardRequests.setDescriptor(DescriptorType.STRING, 1, 0x0409, 4));
        assertRequest("00 05 0700 0000 0000", StandardRequests.setAddress(7));
        assertRequest("80 08 0000 0000 0100", StandardRequests.getConfiguration());
        assertRequest("00 09 0200 0000 0000", StandardRequests.setConfiguration(2));
        assertRequest("81 0a 0000 0100 0100", StandardRequests.getInterface(1));
        assertRequest("01 0b 0100 0200 0000", StandardRequests.setInterface(2, 1));
        assertRequest("80 00 0000 0000 0200", StandardRequests.getDeviceStatus());
        assertRequest("81 00 0000 0100 0200", StandardRequests.getInterfaceStatus(1));
        assertRequest("82 00 0000 8100 0200", StandardRequests.getEndpointStatus(0x81));
        assertRequest("02 01 0000 8100 0000", StandardRequests.clearEndpointHalt(0x81));
        assertRequest("02 03 0000 0100 0000", StandardRequests.setEndpointHalt(0x01));
        assertRequest("00 01 0100 0000 0000",
                StandardRequests.clearDeviceFeature(StandardRequests.DEVICE_REMOTE_WAKEUP));
        assertRequest("00 03 0100 0000 0000",
                StandardRequests.setDeviceFeature(StandardRequests.DEVICE_REMOTE_WAKEUP, 0));
        assertRequest("82 0c 0000 8300 0200", StandardRequests.synchFrame(0x83));
    }

    private static void assertRequest(String hex, SetupPacket setup) {
        assertEquals(Bytes.hex(hex), setup.encode());
    }
}
