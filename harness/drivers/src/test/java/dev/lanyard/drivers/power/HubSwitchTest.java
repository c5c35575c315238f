package dev.lanyard.drivers.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.libusb.LibUsbHubPort;
import dev.lanyard.drivers.power.PowerSwitch.State;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.UsbSpeed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HubSwitchTest {

    private static final Duration LONG = Duration.ofSeconds(5);

    private static HubSwitch port(ScriptedHub hub, int port) {
        return new HubSwitch("1-2", timeout -> hub, port);
    }

    private static UsbException refused(ScriptedHub hub, int port) {
        return assertThrows(UsbException.class, () -> {
            try (HubSwitch power = port(hub, port)) {
                power.set(false, LONG);
            }
        });
    }

    @Test
    void onePortIsSwitchedAndTheHubIsAsked() throws Exception {
        ScriptedHub hub = new ScriptedHub(ScriptedHub.INDIVIDUAL, UsbSpeed.HIGH);
        try (HubSwitch power = port(hub, 3)) {
            assertEquals(new PowerSwitch.Report(State.OFF,
                    "the hub reports the port without power; it switches each port by itself"), power.set(false, LONG));
            assertEquals(Set.of(3), hub.unpowered);
            assertEquals(List.of(new SetupPacket(0xA0, 6, 0x2900, 0, 71), new SetupPacket(0x23, 1, 8, 3, 0),
                    new SetupPacket(0xA3, 0, 0, 3, 4)), hub.asked);
            assertTrue(hub.closed, "the hub is not held between orders");
            assertEquals(State.ON, power.set(true, LONG).state());
            assertEquals(State.ON, power.status(LONG).state());
            assertEquals("port 3 of USB hub 1-2", power.name());
        }
        assertTrue(hub.unpowered.isEmpty());
    }

    @Test
    void aGangedHubSaysWhatElseLosesItsPower() throws Exception {
        ScriptedHub hub = new ScriptedHub(ScriptedHub.GANGED, UsbSpeed.HIGH);
        try (HubSwitch power = port(hub, 1)) {
            assertEquals("the hub reports the port without power; it switches all its ports together, so other devices "
                    + "lose their power too", power.set(false, LONG).said());
        }
        assertEquals(Set.of(1, 2, 3, 4), hub.unpowered);
    }

    @Test
    void aHubWithoutSwitchesIsNotAskedToSwitch() {
        ScriptedHub hub = new ScriptedHub(ScriptedHub.NO_SWITCHING, UsbSpeed.HIGH);
        UsbException e = refused(hub, 1);
        assertEquals(UsbError.UNSUPPORTED, e.error());
        assertTrue(e.getMessage().contains("cannot switch the power of its ports"), e.getMessage());
        assertEquals(1, hub.asked.size());
    }

    @Test
    void superSpeedHubsKeepTheirPowerBitElsewhere() throws Exception {
        ScriptedHub hub = new ScriptedHub(ScriptedHub.SUPER_SPEED, UsbSpeed.SUPER);
        try (HubSwitch power = port(hub, 2)) {
            assertEquals(State.OFF, power.set(false, LONG).state());
            assertEquals(State.ON, power.set(true, LONG).state());
        }
        assertEquals(new SetupPacket(0xA0, 6, 0x2A00, 0, 71), hub.asked.getFirst());
    }

    private static HubSwitch halves(ScriptedHub hub, HubSwitch.Hub other) {
        return new HubSwitch(new HubSwitch.Socket("1-2", timeout -> hub, 3),
                () -> Optional.of(new HubSwitch.Socket("2-2", other, 4)));
    }

    @Test
    void bothHalvesOfAUsb3HubAreSwitched() throws Exception {
        ScriptedHub high = new ScriptedHub(ScriptedHub.INDIVIDUAL, UsbSpeed.HIGH);
        ScriptedHub superSpeed = new ScriptedHub(ScriptedHub.SUPER_SPEED, UsbSpeed.SUPER);
        try (HubSwitch power = halves(high, timeout -> superSpeed)) {
            assertEquals(new PowerSwitch.Report(State.OFF, "the hub reports the port without power; it switches each "
                    + "port by itself; its other half, port 4 of USB hub 2-2, reports it without power"),
                    power.set(false, LONG));
            assertEquals(List.of(Set.of(3), Set.of(4)), List.of(high.unpowered, superSpeed.unpowered));
            assertTrue(high.closed && superSpeed.closed);

            superSpeed.unpowered.clear();
            assertEquals(State.ON, power.status(LONG).state(), "one half gives power");

            assertEquals(State.ON, power.set(true, LONG).state());
            assertTrue(high.unpowered.isEmpty());
        }
    }

    @Test
    void aHalfThatCannotBeSwitchedLeavesItOpenWhetherThereIsPower() throws Exception {
        ScriptedHub high = new ScriptedHub(ScriptedHub.INDIVIDUAL, UsbSpeed.HIGH);
        ScriptedHub mute = new ScriptedHub(ScriptedHub.NO_SWITCHING, UsbSpeed.HIGH);
        try (HubSwitch power = halves(high, timeout -> mute)) {
            PowerSwitch.Report report = power.set(false, LONG);
            assertEquals(State.UNKNOWN, report.state());
            assertTrue(report.said().contains("its other half, port 4 of USB hub 2-2, may still give power: "),
                    report.said());
            assertEquals(Set.of(3), high.unpowered);
        }
        try (HubSwitch power = halves(high, timeout -> {
            throw new UsbException(UsbError.ACCESS, "opening of hub 2-2", "");
        })) {
            assertEquals(State.ON, power.set(true, LONG).state(), "one half is enough to give power");
        }
    }

    @Test
    void aPortThatThereIsNotAndAnAnswerThatIsNoneAreErrors() {
        UsbException e = refused(new ScriptedHub(ScriptedHub.INDIVIDUAL, UsbSpeed.HIGH), 5);
        assertEquals(UsbError.NOT_FOUND, e.error());
        assertTrue(e.getMessage().contains("the hub has 4 ports"), e.getMessage());
        assertEquals(UsbError.STALL,
                refused(new ScriptedHub(Bytes.hex("09 29 04 e900 32 64 00 ff"), UsbSpeed.SUPER), 1).error());
    }

    @Test
    void thePathOfADeviceNamesHubAndPort() {
        assertEquals("port 3 of USB hub 1-2", LibUsbHubPort.at("1-2.3").name());
        assertEquals("port 4 of USB hub 10-2.3", LibUsbHubPort.at("10-2.3.4").name());
        assertEquals("port 2 of USB hub 1", LibUsbHubPort.at("1-2").name());
        assertThrows(IllegalArgumentException.class, () -> LibUsbHubPort.at("usb1"));
    }
}
