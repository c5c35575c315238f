package dev.lanyard.stubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.TransferType;
import java.time.Duration;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class EmulatedAccessoryProviderTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final AccessoryProvider provider = ServiceLoader.load(AccessoryProvider.class).stream()
            .map(ServiceLoader.Provider::get).filter(p -> p.scheme().equals("emulated")).findFirst().orElseThrow();

    @ParameterizedTest
    @ValueSource(strings = {"emulated:ecm", "emulated:ncm", "emulated:ncm-7"})
    void anAccessoryIsReachedOverUsbIpInsideTheProcess(String spec) throws Exception {
        try (Accessory accessory = provider.create(AccessorySpec.parse(spec));
                UsbConnection connection = accessory.open(TIMEOUT)) {
            assertFalse(accessory.isExclusive());
            assertEquals(0x1209, connection.device().idVendor());
            connection.setConfiguration(1, TIMEOUT);
            connection.setInterface(1, 1, TIMEOUT);
            TransferRequest read = TransferRequest.in(TransferType.INTERRUPT, 0x82, 16, TIMEOUT);
            assertEquals(Bytes.hex("a12a0000000008000000641900006419"), connection.submit(read).await());
            assertEquals(Bytes.hex("a100010000000000"), connection.submit(read).await());
        }
    }

    @Test
    void canBeOpenedAgainAndThenBeginsAnew() throws Exception {
        try (Accessory accessory = provider.create(AccessorySpec.parse("emulated:ecm"))) {
            for (int i = 0; i < 20; i++) {
                try (UsbConnection connection = accessory.open(TIMEOUT)) {
                    assertEquals(Bytes.of(0), connection.control(StandardRequests.getConfiguration(), TIMEOUT));
                    connection.setConfiguration(1, TIMEOUT);
                }
            }
        }
    }

    @Test
    void severalExistSideBySide() throws Exception {
        AccessorySpec spec = AccessorySpec.parse("emulated:ncm");
        try (Accessory one = provider.create(spec); Accessory other = provider.create(spec);
                UsbConnection first = one.open(TIMEOUT); UsbConnection second = other.open(TIMEOUT)) {
            first.setConfiguration(1, TIMEOUT);
            assertEquals(Bytes.of(0), second.control(StandardRequests.getConfiguration(), TIMEOUT));
        }
    }

    @Test
    void aClosedAccessoryCannotBeOpened() throws Exception {
        Accessory accessory = provider.create(AccessorySpec.parse("emulated:ecm"));
        accessory.close();
        UsbException refused = assertThrows(UsbException.class, () -> accessory.open(TIMEOUT).close());
        assertTrue(refused.getMessage().contains("emulated:ecm"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"emulated:rndis", "emulated:ecm-0", "emulated:ncm-100", "emulated:ECM"})
    void anUnknownSpecIsRefusedWithTheOnesThereAre(String spec) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> provider.create(AccessorySpec.parse(spec)).close());
        assertTrue(refused.getMessage().contains("emulated:ncm"), refused.getMessage());
    }

    @Test
    void faultsFollowThePlusSign() throws Exception {
        try (Accessory accessory = provider.create(AccessorySpec.parse("emulated:ecm-2+CDC-NOTIF-01+USB-CFG-02"));
                UsbConnection connection = accessory.open(TIMEOUT)) {
            Bytes head = connection.control(StandardRequests.getDescriptor(DescriptorType.CONFIGURATION, 0, 0, 9),
                    TIMEOUT);
            assertEquals(1, head.u8(4));
            connection.setConfiguration(1, TIMEOUT);
            connection.setInterface(1, 1, TIMEOUT);
            TransferRequest read = TransferRequest.in(TransferType.INTERRUPT, 0x82, 16, TIMEOUT);
            assertEquals(0x2A, connection.submit(read).await().u8(1));
            TransferRequest next = TransferRequest.in(TransferType.INTERRUPT, 0x82, 16, Duration.ofMillis(400));
            assertThrows(UsbException.class, () -> connection.submit(next).await());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "emulated:ncm+CDC-NOTIF-10x, no fault has the id \"CDC-NOTIF-10x\"; near it: CDC-NOTIF-",
        "emulated:ncm+cdc_notif_02, near it: CDC-NOTIF-02",
        "emulated:ncm+, no fault has the id \"\"",
        "emulated:ecm+HOST-WIN-04, fault HOST-WIN-04 is one of NCM accessories",
        "emulated:ecm+USB-CFG-01+USB-CFG-01, named twice"})
    void aFaultThatCannotBeIsRefused(String spec, String message) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> provider.create(AccessorySpec.parse(spec)).close());
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    @Test
    void allKindsAreListed() throws Exception {
        assertEquals(2 + dev.lanyard.stubs.aware.AwareModel.values().length, provider.list("", TIMEOUT).size());
        assertThrows(IllegalArgumentException.class, () -> provider.list("somewhere", TIMEOUT));
    }
}
