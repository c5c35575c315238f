package dev.lanyard.drivers.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsbDeviceSelectorTest {

    @Test
    void aBusPathNamesAPort() {
        assertEquals(new UsbDeviceSelector.ByPath("1-2.3"), UsbDeviceSelector.parse("1-2.3"));
    }

    @Test
    void idsAreReadInEitherCase() {
        assertEquals(new UsbDeviceSelector.ByIds("0525:a4a1", Optional.empty()), UsbDeviceSelector.parse("0525:A4A1"));
    }

    @Test
    void aSerialNumberMayHoldAnything() {
        assertEquals(new UsbDeviceSelector.ByIds("1d6b:4e43", Optional.of("LAB/1:2-3")),
                UsbDeviceSelector.parse("1d6b:4e43/LAB/1:2-3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ncm", "1-", "0525", "0525:a4a", "0525:a4a1/", "1-2..3", "../1-2"})
    void anythingElseIsToldTheForms(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> UsbDeviceSelector.parse(text)).getMessage();
        assertTrue(message.contains(text) && message.contains("usb:VID:PID"), message);
    }
}
