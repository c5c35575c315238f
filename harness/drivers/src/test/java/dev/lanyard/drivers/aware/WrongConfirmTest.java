package dev.lanyard.drivers.aware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.radio.VirtualAir;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A peer whose Confirm has a wrong code: it must be wrong on the air too when it is encrypted under a pairing. */
class WrongConfirmTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String NAME = "_lanyard._udp";
    private static final Password PIN = Password.of("012345");
    private static final Password SECRET = Password.of("a passphrase");
    private static final AwareSeam CHECKS_NO_CODE = new AwareSeam() {
        @Override
        public boolean breaks(String rule) {
            return rule.equals("NAN-SEC-04");
        }
    };

    private final VirtualAir air = new VirtualAir(6);
    private final NanStack peer = new NanStack(air.radio("peer", Nan.CHANNEL_2_4GHZ), settings("peer", 2),
            Set.of(Oddity.WRONG_CONFIRM_MIC));

    private static NanSettings settings(String name, int number) {
        return NanSettings.of(name, MacAddress.parse("02:11:22:33:44:0" + number),
                MacAddress.parse("06:11:22:33:44:0" + number), number).withPin(PIN);
    }

    private NanStack device(AwareSeam seam) {
        return new NanStack(air.radio("device", Nan.CHANNEL_2_4GHZ), settings("device", 1), seam);
    }

    @AfterEach
    void end() {
        air.close();
    }

    private AwareService.Found discover(int handle) throws InterruptedException {
        return peer.await(0, event -> event instanceof AwareEvent.Discovered found && found.handle() == handle, SOON)
                .map(event -> ((AwareEvent.Discovered) event).service()).orElseThrow();
    }

    private AwareDataPath openPaired(NanStack device) throws Exception {
        device.publish(AwareService.of(NAME).pairing(Set.of(BootstrappingMethod.PIN_DISPLAY), OptionalInt.of(7)));
        int handle = peer.subscribe(AwareService.of(NAME).pairing(Set.of(BootstrappingMethod.PIN_KEYPAD),
                OptionalInt.of(7)));
        AwareService.Found found = discover(handle);
        assertTrue(peer.bootstrap(handle, found, BootstrappingMethod.PIN_KEYPAD, SOON).done());
        assertTrue(peer.pair(handle, found, Optional.of(PIN), SOON).done());
        return peer.openDataPath(handle, found, new DataPathSecurity.Paired(Optional.empty()), SOON);
    }

    private AwareDataPath openWithPassphrase(NanStack device) throws Exception {
        AwareService service = AwareService.of(NAME).passphrase(CipherSuite.NCS_SK_128, SECRET, OptionalInt.of(7));
        device.publish(service);
        int handle = peer.subscribe(service);
        return peer.openDataPath(handle, discover(handle), new DataPathSecurity.Passphrase(CipherSuite.NCS_SK_128,
                SECRET), SOON);
    }

    @Test
    void aPairedDeviceThatChecksTheCodeOpensNothing() {
        AwareException silent = assertThrows(AwareException.class, () -> openPaired(device(AwareSeam.HONEST)));
        assertEquals(AwareException.Kind.SILENT, silent.kind(), silent.getMessage());
    }

    @Test
    void aDeviceWithPassphraseThatChecksTheCodeOpensNothing() {
        AwareException silent = assertThrows(AwareException.class, () -> openWithPassphrase(device(AwareSeam.HONEST)));
        assertEquals(AwareException.Kind.SILENT, silent.kind(), silent.getMessage());
    }

    @Test
    void aPairedDeviceThatDoesNotCheckItOpensADataPath() throws Exception {
        assertTrue(openPaired(device(CHECKS_NO_CODE)).secured());
    }

    @Test
    void aDeviceWithPassphraseThatDoesNotCheckItOpensADataPath() throws Exception {
        assertTrue(openWithPassphrase(device(CHECKS_NO_CODE)).secured());
    }
}
