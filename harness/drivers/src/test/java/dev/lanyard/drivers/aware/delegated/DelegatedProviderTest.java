package dev.lanyard.drivers.aware.delegated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.AwareAccessory;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelegatedProviderTest {

    private static AccessoryProvider provider(String scheme) {
        return ServiceLoader.load(AccessoryProvider.class).stream().map(ServiceLoader.Provider::get)
                .filter(one -> one.scheme().equals(scheme)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wpa_supplicant:/run/wpa_supplicant/nan0,nan_data0", "wpa_supplicant:udp:127.0.0.1:9877,ndi",
        "android:any", "android:R5CT:1234", "esp32:/dev/ttyUSB0", "esp32:usb:303a:1001"})
    void takesItsForms(String text) throws Exception {
        AccessorySpec spec = AccessorySpec.parse(text);
        AwareAccessory accessory = assertInstanceOf(AwareAccessory.class, provider(spec.scheme()).create(spec));
        assertEquals(spec, accessory.spec());
        assertTrue(accessory.isExclusive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wpa_supplicant:nan0", "wpa_supplicant:/run/wpa_supplicant/nan0", "wpa_supplicant:udp:h:70000,x",
        "android:a b", "esp32:ttyUSB0"})
    void showsTheFormOfWhatItDoesNotTake(String text) {
        AccessorySpec spec = AccessorySpec.parse(text);
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class,
                () -> provider(spec.scheme()).create(spec));
        assertTrue(wrong.getMessage().contains(spec.scheme() + ":") && wrong.getMessage().contains("form"));
    }

    @Test
    void eachSchemeIsFound() {
        Set<String> schemes = ServiceLoader.load(AccessoryProvider.class).stream()
                .map(one -> one.get().scheme()).collect(Collectors.toSet());
        assertTrue(schemes.containsAll(Set.of("wpa_supplicant", "android", "esp32")), schemes::toString);
    }
}
