package dev.lanyard.drivers.usbip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbTransfer;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usb.UsbSpeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The client against Linux' own USB/IP server and NCM gadget: set-up A of fixtures/virtual-lab, whose address is given
 * by {@code -Dlanyard.lab.usbip=HOST:PORT}. The gadget f_ncm is {@code usbip-vudc.0}.
 */
@Tag("lab")
@Timeout(240)
@EnabledIfSystemProperty(named = "lanyard.lab.usbip", matches = ".+:\\d+",
        disabledReason = "no virtual lab: start it with ./lanyard lab up a and give -Dlanyard.lab.usbip=HOST:PORT")
class LinuxGadgetTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String NCM = "usbip-vudc.0";
    private static final int BULK_IN = 0x81;
    private static final int BULK_OUT = 0x01;
    private static final int NOTIFICATIONS = 0x82;

    private UsbIpHost host;
    private UsbConnection usb;

    @BeforeEach
    void open() throws Exception {
        String[] address = System.getProperty("lanyard.lab.usbip").split(":");
        host = UsbIpHost.tcp(address[0], Integer.parseInt(address[1]));
        usb = host.open(NCM, SOON);
        usb.setConfiguration(1, SOON);
    }

    @AfterEach
    void close() {
        if (usb != null) {
            usb.close();
        }
        host.close();
    }

    @Test
    void readsDescriptorsAndTheNtbParameters() throws Exception {
        assertEquals(UsbSpeed.HIGH, usb.device().speed());
        Bytes device = usb.control(new SetupPacket(0x80, 6, 0x0100, 0, 64), SOON);
        assertEquals(18, device.length());
        assertEquals(usb.device().idVendor(), device.u16le(8));
        Bytes configuration = usb.control(new SetupPacket(0x80, 6, 0x0200, 0, 1024), SOON);
        assertEquals(configuration.u16le(2), configuration.length());
        assertEquals(Bytes.hex("1c000300004000000400000004000000004000000400000004000000"),
                usb.control(new SetupPacket(0xA1, 0x80, 0, 0, 28), SOON));
    }

    @Test
    void stallsAreNamedAndTheDeviceIsStillThere() throws Exception {
        UsbException refused = assertThrows(UsbException.class, () -> usb.setInterface(1, 2, SOON));
        assertEquals(UsbError.STALL, refused.error(), refused.getMessage());
        assertEquals(Bytes.of(1), usb.control(new SetupPacket(0x80, 8, 0, 0, 1), SOON));
    }

    @Test
    void notificationsAndAnArpExchangePass() throws Exception {
        UsbTransfer notification = usb.submit(TransferRequest.in(TransferType.INTERRUPT, NOTIFICATIONS, 16, SOON));
        usb.setInterface(1, 1, SOON);
        assertEquals(0xA1, notification.await().u8(0));
        List<UsbTransfer> reads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            reads.add(usb.submit(TransferRequest.in(TransferType.BULK, BULK_IN, 16384, SOON)));
        }
        Bytes arp = Bytes.hex("ffffffffffff024c4e434d02 0806 0001080006040001 024c4e434d02c0a84d07 000000000000c0a84d01");
        Bytes block = Bytes.hex("4e434d480c00000048003800").concat(arp)
                .concat(Bytes.hex("0000 4e434d30100000000c002a0000000000"));
        assertEquals(block, usb.submit(TransferRequest.out(TransferType.BULK, BULK_OUT, block, true, SOON)).await());
        boolean answered = false;
        for (UsbTransfer read : reads) {
            Bytes came = read.await();
            assertEquals("4e434d48", came.truncate(4).toHex());
            if (came.toHex().contains("08060001080006040002")) {
                answered = true;
                break;
            }
        }
        assertTrue(answered, "an ARP reply came");
    }

    @Test
    void queuedReadsEndAtTheirDeadlineAndTheEndpointStaysUsable() throws Exception {
        List<UsbTransfer> reads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            reads.add(usb.submit(TransferRequest.in(TransferType.INTERRUPT, NOTIFICATIONS, 16,
                    Duration.ofMillis(700))));
        }
        int late = 0;
        for (UsbTransfer read : reads) {
            try {
                read.await();
            } catch (UsbException e) {
                assertEquals(UsbError.TIMEOUT, e.error(), e.getMessage());
                late++;
            }
        }
        assertTrue(late >= 10, late + " of 20 reads were late");
        UsbTransfer next = usb.submit(TransferRequest.in(TransferType.INTERRUPT, NOTIFICATIONS, 16, SOON));
        usb.setInterface(1, 1, SOON);
        assertEquals(0xA1, next.await().u8(0));
        assertFalse(usb.detached().isDone());
    }

    @Test
    void resetUnconfiguresTheDevice() throws Exception {
        usb.reset(SOON);
        assertEquals(Bytes.of(0), usb.control(new SetupPacket(0x80, 8, 0, 0, 1), SOON));
        usb.setConfiguration(1, SOON);
        assertEquals(Bytes.of(1), usb.control(new SetupPacket(0x80, 8, 0, 0, 1), SOON));
        assertFalse(usb.detached().isDone());
    }

    @Test
    void aTransferOnAnEndpointThatIsNotConfiguredCostsTheConnectionAndIsNamed() throws Exception {
        usb.setConfiguration(0, SOON);
        UsbTransfer read = usb.submit(TransferRequest.in(TransferType.BULK, BULK_IN, 512, SOON));
        assertEquals(UsbError.DETACHED, assertThrows(UsbException.class, read::await).error());
        String reason = usb.detached().get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertTrue(reason.contains("not answered: bulk read of 512 octets on endpoint 0x81"), reason);
    }

    @Test
    void aSecondClientIsRefusedAndComesToItAfterTheFirst() throws Exception {
        UsbException refused = assertThrows(UsbException.class, () -> host.open(NCM, SOON));
        assertEquals(UsbError.BUSY, refused.error(), refused.getMessage());
        usb.close();
        for (int i = 0; i < 10; i++) {
            UsbConnection again = Awaitility.await("the server noticed that a client left").atMost(SOON)
                    .ignoreException(UsbException.class).until(() -> host.open(NCM, SOON), Objects::nonNull);
            assertEquals(NCM, again.device().id());
            again.close();
        }
    }
}
