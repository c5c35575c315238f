package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.stubs.EmulatedAccessoryProvider;
import dev.lanyard.stubs.usb.EmulatedDevice;
import dev.lanyard.stubs.usb.Urb;
import dev.lanyard.stubs.usbip.UsbIpServer;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.UsbSpeed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

@Timeout(60)
class DescribeTest {

    @Test
    void showsFieldsStringsAndNtbParameters() {
        CommandLineRun run = CommandLineRun.of("describe", "emulated:ncm");

        assertEquals(0, run.exitCode(), run.errors());
        assertTrue(run.output().contains("iProduct                 2 (0x02) \"Lanyard emulated NCM\""), run.output());
        assertTrue(run.output().contains("wNdpOutDivisor             4"), run.output());
        assertTrue(run.output().contains("Interface 1 alternate 1: CDC data"), run.output());
    }

    @Test
    void writesJson() {
        CommandLineRun run = CommandLineRun.of("describe", "emulated:ecm", "--format", "json");

        JsonNode root = new ObjectMapper().readTree(run.output());
        assertEquals(0x1209, root.path("idVendor").asInt());
        assertEquals("ECM", root.path("configurations").path(0).path("functions").path(0).path("model").asString());
    }

    @Test
    void aDescriptorOfLengthZeroIsDescribed() throws Exception {
        try (UsbIpServer server = UsbIpServer.loopback();
                EmulatedDevice device = new ZeroLengthDescriptor(
                        EmulatedAccessoryProvider.device(AccessorySpec.parse("emulated:ncm")))) {
            server.export("1-1", device);

            CommandLineRun run = CommandLineRun.of("describe", "usbip:127.0.0.1:" + server.port() + "/1-1");

            assertEquals(0, run.exitCode(), run.errors());
            assertTrue(run.output().contains("! bLength is 0"), run.output());
            assertTrue(run.output().contains("What is odd"), run.output());
        }
    }

    /** A device whose third descriptor in the configuration says that it is 0 octets long. */
    private record ZeroLengthDescriptor(EmulatedDevice inner) implements EmulatedDevice {

        private static final int THIRD = 17;

        @Override
        public void submit(Urb urb) {
            boolean asksConfiguration = urb.setup() != null && urb.setup().bmRequestType() == 0x80
                    && urb.setup().bRequest() == 6 && urb.setup().wValue() >> 8 == DescriptorType.CONFIGURATION;
            if (asksConfiguration) {
                urb.complete(configurationDescriptor());
            } else {
                inner.submit(urb);
            }
        }

        @Override
        public Bytes configurationDescriptor() {
            byte[] octets = inner.configurationDescriptor().toArray();
            octets[THIRD] = 0;
            return Bytes.wrap(octets);
        }

        @Override
        public UsbSpeed speed() {
            return inner.speed();
        }

        @Override
        public Bytes deviceDescriptor() {
            return inner.deviceDescriptor();
        }

        @Override
        public void attach() {
            inner.attach();
        }

        @Override
        public void detach() {
            inner.detach();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
