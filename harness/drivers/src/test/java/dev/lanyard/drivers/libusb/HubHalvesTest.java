package dev.lanyard.drivers.libusb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanyard.drivers.libusb.HubHalves.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A USB 3 hub at a USB 3 root hub, in a sysfs as Linux shows them. */
class HubHalvesTest {

    @TempDir
    private Path sys;

    @BeforeEach
    void build() throws IOException {
        peers("usb1/1-0:1.0/usb1-port2", "usb2/2-0:1.0/usb2-port1");
        peers("1-2/1-2:1.0/1-2-port3", "2-1/2-1:1.0/2-1-port4");
    }

    private void peers(String one, String other) throws IOException {
        Path devices = sys.resolve("bus/usb/devices");
        Path first = Files.createDirectories(devices.resolve(one));
        Path second = Files.createDirectories(devices.resolve(other));
        Files.createSymbolicLink(first.resolve("peer"), second);
        Files.createSymbolicLink(second.resolve("peer"), first);
    }

    @Test
    void theOtherHalfIsFoundFromBothSides() {
        assertEquals(Optional.of(new Place("2-1", 4)), HubHalves.other(sys, new Place("1-2", 3)));
        assertEquals(Optional.of(new Place("1-2", 3)), HubHalves.other(sys, new Place("2-1", 4)));
        assertEquals(Optional.of(new Place("2", 1)), HubHalves.other(sys, new Place("1", 2)));
    }

    @Test
    void aHubOfOneHalfHasNoOther() {
        assertEquals(Optional.empty(), HubHalves.other(sys, new Place("1-2", 1)));
        assertEquals(Optional.empty(), HubHalves.other(sys.resolve("none"), new Place("1-2", 3)));
    }

    @Test
    void aLinkToSomethingElseIsNoOtherHalf() throws IOException {
        Path port = Files.createDirectories(sys.resolve("bus/usb/devices/1-2/1-2:1.0/1-2-port1"));
        Files.createSymbolicLink(port.resolve("peer"), Files.createDirectories(sys.resolve("elsewhere")));
        assertEquals(Optional.empty(), HubHalves.other(sys, new Place("1-2", 1)));
    }
}
