package dev.lanyard.stubs.usbip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.usbip.ExportedDevice;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server of more devices than a bus has addresses. */
class ManyExportsTest {

    private static final int DEVICES = 300;

    /** usbip(8) keeps bus and device number in an octet each: what does not fit is another device to the server. */
    @Test
    void everyDeviceHasNumbersThatAnAttachingHostCanRepeat() throws IOException, InterruptedException {
        try (UsbIpServer server = UsbIpServer.local()) {
            for (int i = 1; i <= DEVICES; i++) {
                server.export("1-" + i, new LoopbackDevice());
            }

            List<ExportedDevice> exported = server.exported();

            assertEquals(DEVICES, exported.stream().map(ExportedDevice::devid).distinct().count());
            for (ExportedDevice device : exported) {
                assertTrue(device.busnum() >= 1 && device.busnum() <= 255, device::toString);
                assertTrue(device.devnum() >= 1 && device.devnum() <= 127, device::toString);
            }
        }
    }
}
