package dev.lanyard.drivers.usbip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbException;
import java.time.Duration;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsbIpAccessoryProviderTest {

    private final AccessoryProvider provider = ServiceLoader.load(AccessoryProvider.class).stream()
            .map(ServiceLoader.Provider::get).filter(each -> each.scheme().equals("usbip")).findFirst().orElseThrow();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:PORT/1-1", "localhost:PORT/1-1"})
    void opensTheDeviceThatTheSpecNames(String rest) throws Exception {
        try (var server = ScriptedServer.importing(c -> { });
                var accessory = provider.create(spec(rest.replace("PORT", "" + server.port())))) {
            assertTrue(accessory.isExclusive());
            try (var usb = accessory.open(Duration.ofSeconds(5))) {
                assertEquals("1-1", usb.device().id());
                assertEquals("1d6b:0104", usb.device().vidPid());
            }
        }
    }

    @Test
    void takesBracketsFromIpv6Addresses() throws Exception {
        try (var accessory = provider.create(spec("[::1]:1/1-1"))) {
            UsbException thrown = assertThrows(UsbException.class, () -> accessory.open(Duration.ofSeconds(5)));
            assertTrue(thrown.getMessage().contains("[::1]:1"), thrown.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1/1-1", "127.0.0.1:3240", "127.0.0.1:3240/", ":3240/1-1", "::1:3240/1-1",
        "host:0/1-1", "host:65536/1-1", "host:999999/1-1", "host:3240/1-1/2", "host:3240/a123456789012345678901234567890x"})
    void showsTheFormWhenASpecIsWrong(String rest) {
        var thrown = assertThrows(IllegalArgumentException.class, () -> provider.create(spec(rest)));
        assertTrue(thrown.getMessage().contains(rest.contains("/a1") ? "a123" : rest), thrown.getMessage());
    }

    private static AccessorySpec spec(String rest) {
        return new AccessorySpec("usbip", rest);
    }
}
